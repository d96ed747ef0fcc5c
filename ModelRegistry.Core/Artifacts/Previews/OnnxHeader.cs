namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Reads what an ONNX model says of itself and counts what is in it, without loading it: the graph is one field that can hold
/// gigabytes, and weights are jumped over (onnx/onnx.proto: "ModelProto", "GraphProto", "NodeProto", "TensorProto").
/// </summary>
public sealed class OnnxHeader
{
    private const int MostGraphs = 16;
    private const int MostListed = 200;
    private const int MostKept = 2_000;
    private const int MostInitializerNames = 20_000;
    private const int MostProblems = 20;

    private readonly ProtoReader _reader;
    private readonly OnnxTypes _types;
    private readonly OnnxTensors _tensors;
    private readonly List<OnnxOpset> _opsets = [];
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];
    private readonly HashSet<string> _initializerNames = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Domain, string Name), long> _operators = [];
    private readonly List<KeyValuePair<string, string>> _properties = [];
    private readonly List<string> _problems = [];
    private (long? Ir, string Producer, string ProducerVersion, string Domain, long? Version, string Description, string Graph) _model =
        (null, "", "", "", null, "", "");

    private long _nodes;
    private long _initializers;
    private long _initializerBytes;
    private long _leftOut;
    private bool _hasGraph;

    private OnnxHeader(ProtoReader reader) => (_reader, _types, _tensors) = (reader, new OnnxTypes(reader), new OnnxTensors(reader));

    /// <summary>Reads from where the stream stands, which should be able to seek, or else all of it is read; <paramref name="size"/> is the file's.</summary>
    public static OnnxPreview Read(Stream file, long size, PreviewLimits? limits = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var work = new PreviewWork(limits ?? PreviewLimits.Default, ct);
        var header = new OnnxHeader(new ProtoReader(new PreviewBytes(file, work), work));
        header._reader.Each(size, header.ReadModelField);
        return header.ToPreview();
    }

    private OnnxPreview ToPreview()
    {
        if (_reader.Fault is { } fault)
        {
            Problem($"It could not be read beyond byte {_reader.Position}: {fault}");
        }

        if (!_hasGraph)
        {
            Problem("There is no graph in it, so it may be no ONNX model.");
        }

        var external = _tensors.Files();
        external.Where(file => file.IsOutside).ToList().ForEach(file => Problem($"It takes tensors from a file outside of the model's folder: {file.Path}"));
        var inputs = _inputs.Where(i => !_initializerNames.Contains(i.Name)).ToList();
        var operators = _operators.OrderByDescending(o => o.Value).ThenBy(o => o.Key.Name, StringComparer.Ordinal).ToList();
        var leftOut = _leftOut + Beyond(inputs.Count) + Beyond(_outputs.Count) + Beyond(operators.Count) + Beyond(external.Count);
        var producer = _model.ProducerVersion.Length > 0 ? $"{_model.Producer} {_model.ProducerVersion}" : _model.Producer;
        return new OnnxPreview(
            _model.Ir,
            producer,
            _model.Domain,
            _model.Version,
            _model.Description,
            _model.Graph,
            _opsets,
            [.. inputs.Take(MostListed)],
            [.. _outputs.Take(MostListed)],
            _nodes,
            [.. operators.Take(MostListed).Select(o => new OnnxOperator(o.Key.Domain, o.Key.Name, o.Value))],
            _initializers,
            _initializerBytes,
            [.. external.Take(MostListed)],
            _properties,
            leftOut,
            _problems);
    }

    private static int Beyond(int count) => Math.Max(0, count - MostListed);

    private void ReadModelField(ProtoField field)
    {
        switch (field.Number)
        {
            case 1:
                _model.Ir = (long)field.Value;
                break;
            case 2:
                _model.Producer = Line(field);
                break;
            case 3:
                _model.ProducerVersion = Line(field);
                break;
            case 4:
                _model.Domain = Line(field);
                break;
            case 5:
                _model.Version = (long)field.Value;
                break;
            case 6:
                _model.Description = Legible.Block(_reader.Text(field, 4000));
                break;
            case 7 when field.HasBytes:
                _hasGraph = true;
                ReadGraph(field.End, 0);
                break;
            case 8 when field.HasBytes:
                Keep(_opsets, ReadOpset(field.End), MostListed);
                break;
            case 14 when field.HasBytes:
                Keep(_properties, _tensors.ReadPair(field.End), MostListed);
                break;
            case 25 when field.HasBytes: // a FunctionProto: 7 node
                _reader.Each(field.End, part => ReadNodeIf(part.Number == 7, part, 1));
                break;
        }
    }

    /// <summary>
    /// 1 node, 2 name, 5 initializer, 11 input, 12 output, 15 sparse initializer. Only the outermost graph's inputs and outputs are the model's.
    /// </summary>
    private void ReadGraph(long end, int depth)
    {
        if (depth == MostGraphs)
        {
            Problem("Graphs nest deeper than a preview follows, so some operators are not counted.");
            return;
        }

        _reader.Each(end, field =>
        {
            switch (field.Number)
            {
                case 1:
                    ReadNodeIf(true, field, depth);
                    break;
                case 2 when depth == 0:
                    _model.Graph = Line(field);
                    break;
                case 5 when field.HasBytes:
                    ReadInitializer(field.End);
                    break;
                case 11 when depth == 0 && field.HasBytes:
                    Keep(_inputs, _types.ReadValue(field.End), MostKept);
                    break;
                case 12 when depth == 0 && field.HasBytes:
                    Keep(_outputs, _types.ReadValue(field.End), MostKept);
                    break;
                case 15 when field.HasBytes: // a SparseTensorProto: 1 values
                    _reader.Each(field.End, part => ReadTensorIf(part.Number == 1, part));
                    break;
            }
        });
    }

    /// <summary>4 operator, 5 attribute, 7 domain.</summary>
    private void ReadNodeIf(bool wanted, ProtoField node, int depth)
    {
        if (!wanted || !node.HasBytes)
        {
            return;
        }

        var (name, domain) = ("", "");
        _reader.Each(node.End, field =>
        {
            switch (field.Number)
            {
                case 4:
                    name = Line(field);
                    break;
                case 5 when field.HasBytes:
                    ReadAttribute(field.End, depth);
                    break;
                case 7:
                    domain = Line(field);
                    break;
            }
        });
        _nodes++;
        var key = (domain == "ai.onnx" ? "" : domain, name);
        if (_operators.ContainsKey(key) || _operators.Count < MostKept)
        {
            _operators[key] = _operators.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>5 tensor, 6 graph, 10 tensors, 11 graphs: bodies of loops and branches, and tensors that may lie in files beside the model.</summary>
    private void ReadAttribute(long end, int depth) => _reader.Each(end, field =>
    {
        if (field is { Number: 6 or 11, HasBytes: true })
        {
            ReadGraph(field.End, depth + 1);
        }

        ReadTensorIf(field.Number is 5 or 10, field);
    });

    private void ReadTensorIf(bool wanted, ProtoField field)
    {
        if (wanted && field.HasBytes)
        {
            _tensors.Read(field.End);
        }
    }

    private void ReadInitializer(long end)
    {
        var (name, bytes) = _tensors.Read(end);
        _initializers++;
        _initializerBytes = bytes > long.MaxValue - _initializerBytes ? long.MaxValue : _initializerBytes + bytes;
        if (_initializerNames.Count < MostInitializerNames)
        {
            _initializerNames.Add(name);
        }
    }

    private OnnxOpset ReadOpset(long end)
    {
        var (domain, version) = ("", 0L);
        _reader.Each(end, field => (domain, version) = field.Number switch
        {
            1 => (Line(field), version),
            2 => (domain, (long)field.Value),
            _ => (domain, version),
        });
        return new OnnxOpset(domain, version);
    }

    private string Line(ProtoField field) => Legible.Line(_reader.Text(field));

    private void Keep<T>(List<T> list, T value, int most)
    {
        if (list.Count < most)
        {
            list.Add(value);
        }
        else
        {
            _leftOut++;
        }
    }

    private void Problem(string problem)
    {
        if (_problems.Count < MostProblems && !_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }
}

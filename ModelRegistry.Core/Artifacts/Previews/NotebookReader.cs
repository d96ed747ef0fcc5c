using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Reads a Jupyter notebook (nbformat.readthedocs.io, "The notebook file format", version 4; version 3 has its cells in worksheets and
/// their source under "input") part by part. Outputs of HTML, SVG and scripts are never handed on: a text beside them is shown, or nothing.
/// </summary>
public sealed class NotebookReader
{
    private readonly JsonPull _json;
    private readonly NotebookLimits _limits;
    private readonly NotebookOutputs _outputs;
    private readonly NotebookTexts _texts;
    private readonly List<NotebookCell> _cells = [];
    private string? _kernel;
    private string? _language;
    private int _cellsLeftOut;
    private bool _hasCells;

    private NotebookReader(PreviewBytes bytes, NotebookLimits limits)
    {
        _json = new JsonPull(bytes, limits.Image);
        _limits = limits;
        _texts = new NotebookTexts(_json, limits);
        _outputs = new NotebookOutputs(_json, limits, _texts);
    }

    /// <summary>Reads from where the stream stands to its end, or to the limit of bytes.</summary>
    public static NotebookPreview Read(Stream file, NotebookLimits? limits = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var work = new PreviewWork(PreviewLimits.Default with { MostBytes = 64 * 1024 * 1024 }, ct);
        var bytes = new PreviewBytes(file, work);
        return new NotebookReader(bytes, limits ?? NotebookLimits.Default).ReadAll(bytes);
    }

    private NotebookPreview ReadAll(PreviewBytes bytes)
    {
        if (_json.Read() == JsonPart.StartObject)
        {
            ReadMembers(cellsMember: "cells");
        }

        var isBroken = _json.Part == JsonPart.Broken || _json.Depth > 0;
        var problem = bytes.Trouble
            ?? (isBroken ? string.Create(CultureInfo.InvariantCulture, $"The notebook is no valid JSON from byte {_json.Position} on.") : null)
            ?? (_hasCells ? null : "There are no cells in it, so it may be no notebook.");
        return new NotebookPreview(_kernel, _language, _cells, _cellsLeftOut, problem);
    }

    /// <summary>The members of the notebook, or of a worksheet.</summary>
    private void ReadMembers(string cellsMember)
    {
        while (_json.Read() == JsonPart.Name)
        {
            var isCells = _json.Is(Encoding.UTF8.GetBytes(cellsMember));
            var isSheets = _json.Is("worksheets"u8);
            var isMetadata = _json.Is("metadata"u8);
            _json.Read();
            if (isCells && _json.Part == JsonPart.StartArray)
            {
                ReadCells();
            }
            else if (isSheets && _json.Part == JsonPart.StartArray)
            {
                while (_json.Read() == JsonPart.StartObject)
                {
                    ReadMembers(cellsMember);
                }
            }
            else if (isMetadata && _json.Part == JsonPart.StartObject)
            {
                ReadMetadata();
            }
            else
            {
                _json.SkipValue();
            }
        }
    }

    private void ReadMetadata()
    {
        while (_json.Read() == JsonPart.Name)
        {
            var isKernel = _json.Is("kernelspec"u8);
            var isLanguage = _json.Is("language_info"u8);
            _json.Read();
            if (_json.Part != JsonPart.StartObject || !(isKernel || isLanguage))
            {
                _json.SkipValue();
                continue;
            }

            while (_json.Read() == JsonPart.Name)
            {
                var isName = isKernel ? _json.Is("display_name"u8) : _json.Is("name"u8);
                _json.Read();
                if (isName && _json.Part == JsonPart.Text)
                {
                    var name = Legible.Line(_json.GetText(), 100);
                    (_kernel, _language) = isKernel ? (name, _language) : (_kernel, name);
                }
                else
                {
                    _json.SkipValue();
                }
            }
        }
    }

    private void ReadCells()
    {
        _hasCells = true;
        while (_json.Read() is not (JsonPart.EndArray or JsonPart.End or JsonPart.Broken))
        {
            if (_json.Part != JsonPart.StartObject || _cells.Count == _limits.Cells)
            {
                _cellsLeftOut++;
                _json.SkipValue();
                continue;
            }

            ReadCell();
        }
    }

    private void ReadCell()
    {
        var (kind, number, source, isCut) = (NotebookCellKind.Raw, (long?)null, "", false);
        var (outputs, leftOut) = (new List<NotebookOutput>(), 0);
        while (_json.Read() == JsonPart.Name)
        {
            var isKind = _json.Is("cell_type"u8);
            var isSource = _json.Is("source"u8) || _json.Is("input"u8);
            var isNumber = _json.Is("execution_count"u8) || _json.Is("prompt_number"u8);
            var isOutputs = _json.Is("outputs"u8);
            _json.Read();
            if (isKind && _json.Part == JsonPart.Text)
            {
                kind = _json.Is("code"u8) ? NotebookCellKind.Code : _json.Is("markdown"u8) ? NotebookCellKind.Markdown : NotebookCellKind.Raw;
            }
            else if (isSource)
            {
                (source, isCut) = _texts.Read(_limits.Source);
            }
            else if (isNumber && _json.Part == JsonPart.Number)
            {
                number = _json.GetInteger();
            }
            else if (isOutputs && _json.Part == JsonPart.StartArray)
            {
                leftOut = _outputs.Read(outputs);
            }
            else
            {
                _json.SkipValue();
            }
        }

        _cells.Add(new NotebookCell(kind, number, source, isCut, outputs, leftOut));
    }
}

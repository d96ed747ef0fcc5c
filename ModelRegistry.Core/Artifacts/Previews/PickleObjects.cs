using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// The opcodes that import, call and put together. A call of, or a change to, anything but an import that was seen plainly
/// is a doubt: that is how scanners were led past a name (a function's attribute set by BUILD and then imported, a name joined from parts).
/// </summary>
internal sealed partial class PickleObjects(PickleStack stack, PickleTexts texts, PickleFindings findings, JoblibArrays? arrays)
{
    /// <summary>Tuples and dictionaries whose content is kept; each is an object of its own, so they are few.</summary>
    private const int MostKept = 100_000;

    private int _kept;

    public string? Fault { get; private set; }

    public bool Name(string? module, string? name)
    {
        if (module is null || name is null)
        {
            findings.Doubt("It imports a name longer than any name of a library.");
            return stack.Push(PickleValue.Any);
        }

        return stack.Push(PickleValue.Of(findings.Import(module, name)));
    }

    public bool NameFromStack()
    {
        if (!stack.TryPop(out var name) || !stack.TryPop(out var module))
        {
            return false;
        }

        if (module.Text is { } m && name.Text is { } n)
        {
            return Name(texts.Get(m), texts.Get(n));
        }

        if (module.IsLostText || name.IsLostText)
        {
            findings.Doubt("It imports a name that was not kept: too long, with escapes, or one text too many.");
            return stack.Push(PickleValue.Any);
        }

        string? Plain(PickleValue half) => half.Text is { } text ? texts.Get(text) : null;
        return stack.Push(PickleValue.Of(findings.ImportHidden(Plain(module), Plain(name))));
    }

    /// <summary>EXT1, EXT2, EXT4: a name by its number in the loader's copyreg registry, which the file does not show.</summary>
    public bool Extension(long code)
    {
        var number = code.ToString(CultureInfo.InvariantCulture);
        findings.Doubt($"It imports the name that its loader registered under number {number} (copyreg), which the file does not show.");
        return stack.Push(PickleValue.Any);
    }

    public bool Reduce()
    {
        if (!stack.TryPop(out var arguments) || !stack.TryPop(out var callable))
        {
            return false;
        }

        Call(callable);
        Swallow(arguments);
        var isDtype = callable.Name is { IsDtype: true } && arrays is not null && _kept++ < MostKept;
        return stack.Push(isDtype ? JoblibArrays.DtypeOf(arguments.Tuple, texts) : PickleValue.Any);
    }

    public bool New()
    {
        if (!stack.TryPop(out var arguments) || !stack.TryPop(out var type))
        {
            return false;
        }

        if (type.Name is { IsArrayWrapper: true } && arguments.Tuple is { Items.Count: 0 })
        {
            findings.Calls++;
            return stack.Push(PickleValue.JoblibArray);
        }

        Call(type);
        Swallow(arguments);
        return stack.Push(PickleValue.Any);
    }

    public bool NewWithKeywords()
    {
        if (!stack.TryPop(out var keywords) || !stack.TryPop(out var arguments) || !stack.TryPop(out var type))
        {
            return false;
        }

        Call(type);
        Swallow(arguments);
        Swallow(keywords);
        return stack.Push(PickleValue.Any);
    }

    /// <summary>OBJ: the class is the first thing above the mark.</summary>
    public bool CallAboveMark()
    {
        if (!stack.TryAboveMark(out var values))
        {
            return false;
        }

        if (values.IsEmpty)
        {
            return Fail("It makes an object of nothing, as a broken file does.");
        }

        Call(values[0]);
        SwallowAll(values[1..]);
        return stack.PopMark() && stack.Push(PickleValue.Any);
    }

    /// <summary>INST: names the class itself and takes its arguments from above the mark.</summary>
    public bool CallNamedAboveMark(string? module, string? name)
    {
        if (!stack.TryAboveMark(out var values))
        {
            return false;
        }

        SwallowAll(values);
        return stack.PopMark() && Name(module, name) && stack.TryPop(out var type) && Called(type);
    }

    /// <summary>BUILD calls <c>__setstate__</c> or sets attributes.</summary>
    public bool Build()
    {
        if (!stack.TryPop(out var state) || !stack.TryPop(out var target))
        {
            return false;
        }

        findings.StatesSet++;
        if (target.IsJoblibArray && arrays is not null)
        {
            return arrays.TryPass(state.State, findings) ? stack.Push(PickleValue.Any) : Fail(arrays.Fault);
        }

        target.Dtype?.SetState(state.Tuple);
        Changed(target);
        Swallow(state);
        return stack.Push(target);
    }

    public bool OutsideReference() => stack.TryPop(out var id) && Referred(JoblibArrays.IsTorchStorage(id.Tuple, texts));

    public bool OutsideReferenceByText() => Referred(expected: false);

    private bool Called(PickleValue callable)
    {
        Call(callable);
        return stack.Push(PickleValue.Any);
    }

    private void Call(PickleValue callable)
    {
        findings.Calls++;
        if (callable.Name is null)
        {
            findings.Doubt("It calls something that is not an imported name but made while loading.");
        }

        Swallow(callable);
    }

    private bool Changed(PickleValue target)
    {
        if (target.Name is { } name)
        {
            findings.Doubt($"It changes what it imported ({name.Module}.{name.Name}), not an object made of it.");
        }

        return true;
    }

    private bool Referred(bool expected)
    {
        findings.OutsideReferences++;
        if (!expected)
        {
            findings.Doubt("It asks its loader for objects that are not in the file (persistent id).");
        }

        return stack.Push(PickleValue.Any);
    }

    private void SwallowAll(ReadOnlySpan<PickleValue> values)
    {
        if (findings.HasJoblibArrays)
        {
            foreach (var value in values)
            {
                Swallow(value);
            }
        }
    }

    /// <summary>A class of arrays that is used otherwise than joblib does could make an array where this does not see one.</summary>
    private void Swallow(PickleValue value)
    {
        if (value.Name is { IsArrayWrapper: true } || value.IsJoblibArray)
        {
            findings.Doubt("It makes an array of joblib in a way that joblib does not.");
        }
    }

    private bool Fail(string? fault)
    {
        Fault ??= fault;
        return false;
    }
}

using System.Collections.Frozen;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Judges an imported name. A name is known only when module and name stand on the list, letter by letter; a module is
/// never known as a whole, because modules import others and a dotted name reaches those. What is on no list is unknown. The list of
/// dangerous names only tells a reader more: leaving one out of it makes it unknown, not known.
/// </summary>
internal static class PickleNames
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Known = PickleNameLists.Known();
    private static readonly FrozenDictionary<string, string> DangerousModules = PickleNameLists.DangerousModules();
    private static readonly FrozenDictionary<string, string> DangerousNames = PickleNameLists.DangerousNames();

    /// <summary>
    /// Python 2's names of modules that Python 3's loader replaces for old protocols (Lib/_compat_pickle.py); the rest is unknown or dangerous by
    /// either name.
    /// </summary>
    private static readonly FrozenDictionary<string, string> NewModules = new Dictionary<string, string>
    {
        ["__builtin__"] = "builtins",
        ["copy_reg"] = "copyreg",
        ["exceptions"] = "builtins",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> DangerousWords = new[]
    {
        "__builtins__", "__import__", "__globals__", "__subclasses__", "__class__", "__base__", "__bases__", "__mro__", "__dict__",
        "__getattribute__", "__getattr__",
        "__code__", "__loader__", "__spec__", "__reduce__", "__reduce_ex__", "__setstate__", "__init_subclass__",
        "os", "sys", "subprocess", "builtins", "importlib",
        "system", "popen", "Popen", "check_output", "check_call", "exec", "eval", "execfile", "import_module", "exec_command", "runstring", "spawnv", "execv",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static (PickleStanding Standing, string? Why) Judge(string module, string name)
    {
        module = NewModules.GetValueOrDefault(module, module);
        if (Known.TryGetValue(module, out var names) && names.Contains(name))
        {
            return (PickleStanding.Known, null);
        }

        return Danger(module, name) is { } why ? (PickleStanding.Dangerous, why) : (PickleStanding.Unknown, null);
    }

    private static string? Danger(string module, string name)
    {
        if (DangerousNames.TryGetValue($"{module}.{name}", out var why) || DangerousNames.TryGetValue($"{module}.{FirstPart(name)}", out why))
        {
            return why;
        }

        // A module and all within it: "os" and "os.path", "torch.hub" but not "torch".
        for (var part = module; part.Length > 0; part = part[..Math.Max(0, part.LastIndexOf('.'))])
        {
            if (DangerousModules.TryGetValue(part, out why))
            {
                return why;
            }
        }

        return name.Split('.').Concat(module.Split('.').Where(p => p.StartsWith("__", StringComparison.Ordinal))).Any(DangerousWords.Contains)
            ? "It reaches through a library to the parts of Python that run code."
            : null;
    }

    private static string FirstPart(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>
/// What people are called, by the address that everything is recorded under: in memory, so that every line can show it. Read at the start; from then on the
/// events of accounts tell what changed.
/// </summary>
public sealed class PersonNames : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly RegistryStore _store;
    private readonly IDisposable _changes;

    public PersonNames(RegistryStore store, ChangeFeed feed)
    {
        _store = store;
        _changes = feed.Subscribe(changed => Take(changed.Event));
    }

    public async Task RefreshAsync(CancellationToken ct)
    {
        var people = await _store.ReadAsync(Actor.System, db => db.Users.Select(user => new { user.Email, user.DisplayName }).ToListAsync(ct), ct);
        people.ForEach(person => _names[person.Email!] = person.DisplayName);
    }

    /// <summary>Whether this is the address of an account.</summary>
    public bool Knows(string address) => _names.ContainsKey(address);

    /// <summary>The display name, or the address itself where there is none.</summary>
    public string Of(string address) => _names.TryGetValue(address, out var name) && name.Length > 0 ? name : address;

    /// <summary>Accounts whose name or address has a word that begins with this, by name; at least two letters are asked for.</summary>
    public IReadOnlyList<(string Address, string Name)> StartingWith(string text, int most) => text.Length < 2 ? []
        : [.. _names.Where(person => Begins(person.Value, text) || Begins(person.Key, text)).Select(person => (person.Key, Name: Of(person.Key)))
            .OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase).ThenBy(person => person.Key, StringComparer.Ordinal).Take(most)];

    private static bool Begins(string of, string text)
    {
        for (var at = of.IndexOf(text, StringComparison.OrdinalIgnoreCase); at >= 0; at = of.IndexOf(text, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetterOrDigit(of[at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _changes.Dispose();

    private void Take(RegistryEvent happened)
    {
        var view = happened switch
        {
            UserCreated made => made.After,
            UserEdited edited => edited.After,
            _ => null,
        };
        if (view is not null)
        {
            _names[view.Email] = view.DisplayName;
        }
    }
}

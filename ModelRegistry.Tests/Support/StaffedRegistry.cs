using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Support;

/// <summary>One registry for a class of tests, with people of every kind; each test makes a model of its own.</summary>
public sealed class StaffedRegistry : IAsyncLifetime
{
    private int _models;

    public TestRegistry Registry { get; private set; } = null!;

    public Actor Scientist { get; private set; } = null!;

    public Actor OtherScientist { get; private set; } = null!;

    public Actor Viewer { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public Actor Auditor { get; private set; } = null!;

    public Actor Roleless { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Registry = await TestRegistry.StartAsync();
        Scientist = await InvitedAsync("scientist", Roles.DataScientist);
        OtherScientist = await InvitedAsync("other.scientist", Roles.DataScientist);
        Viewer = await InvitedAsync("viewer", Roles.Viewer);
        Admin = await InvitedAsync("admin", Roles.Admin);
        Auditor = await InvitedAsync("auditor", Roles.Auditor);
        Roleless = await InvitedAsync("roleless");
    }

    public async Task DisposeAsync() => await Registry.DisposeAsync();

    public T Get<T>()
        where T : notnull => Registry.Get<T>();

    /// <summary>A model of the scientist under a name that no other test uses.</summary>
    public async Task<string> AModelAsync() => (await Registry.AModelAsync(Scientist, $"model-{Interlocked.Increment(ref _models)}")).Name;

    /// <summary>The newest events of a model, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EventsAsync(string? model = null) =>
        (await Get<AuditQueries>().ListAsync(new AuditSearch(Model: model, PageSize: PageToken.MaxSize), Auditor, default)).Items;

    /// <summary>An account without a password, which needs no slow hash.</summary>
    private async Task<Actor> InvitedAsync(string name, params string[] roles)
    {
        var created = await Get<People>().CreateAsync(new NewUser($"{name}@example.test", name, roles), Actor.System, default);
        return new Actor(created.User.Id, created.User.Email, Door.Api, roles.ToHashSet());
    }
}

/// <summary>Asserts that a call is refused, and by which rule.</summary>
public static class Refused
{
    public static async Task<RegistryException> ByAsync(string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(call);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }
}

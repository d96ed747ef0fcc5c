namespace ModelRegistry.Core.StandIns;

/// <summary><see cref="Person"/> reviews for <see cref="For"/>, both by e-mail address, within <c>[From, Until)</c>.</summary>
public sealed record StandInView(Guid Id, string For, string Person, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A stand-in to name, by e-mail address; without <see cref="From"/> from now on.</summary>
public sealed record NewStandIn(string Person, DateTimeOffset Until, DateTimeOffset? From = null);

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>What a call about a request reaches for: its id, its subject, and the version it is about.</summary>
internal sealed record PermissionTarget(long Id, string Subject, int Version, long Comment = 0);

/// <summary>Makes a request in the state that a route needs, anew for each call, since the call may end it.</summary>
internal sealed class PermissionRequests(RegistryApp app, string model, Func<Actor> scientist)
{
    private Actor? _reviewer;
    private Actor? _emergency;

    public async Task<PermissionTarget> ForAsync(PermissionRow row)
    {
        await StartAsync();
        var version = await app.ASealedVersionAsync(scientist(), model, content: RegistryApp.NewName("weights"));
        if (row.Pattern.EndsWith("/requests", StringComparison.Ordinal))
        {
            return new PermissionTarget(0, "", version.Number);
        }

        var request = await app.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(version.Number), scientist(), default);
        var id = row.Pattern switch
        {
            var pattern when pattern.EndsWith("/dismiss", StringComparison.Ordinal) => await DecideAsync(request, ReviewAction.RequestChanges),
            var pattern when pattern.EndsWith("/execute", StringComparison.Ordinal) => await DecideAsync(request, ReviewAction.Approve),
            var pattern when pattern.Contains("/post-reviews/", StringComparison.Ordinal) => await BreakGlassAsync(request),
            var pattern when pattern.EndsWith("/reviews/{review:int}/sheet", StringComparison.Ordinal) => await DecideAsync(request, ReviewAction.Approve),
            var pattern when pattern.EndsWith("/emergency/sheet", StringComparison.Ordinal) => await ForcedAsync(request),
            _ => request.Id,
        };
        var comment = row.Pattern.Contains("{comment", StringComparison.Ordinal)
            ? (await app.Get<PromotionWorkflow>().CommentAsync(id, "A remark.", scientist(), default)).Id
            : 0;
        return new PermissionTarget(id, request.Subject, version.Number, comment);
    }

    private async Task StartAsync()
    {
        if (_reviewer is null)
        {
            _reviewer = await app.PersonAsync("deciding", Roles.Reviewer);
            _emergency = await app.PersonAsync("breaking", Roles.Emergency);
            await app.Get<PolicyWorkflow>()
                .PublishAsync(PolicyScope.OfModel(model), Stage.Production, new PolicyContent(Execution: ExecutionMode.Manual), null, null,
                await app.PersonAsync("publishing", Roles.Admin), default);
        }
    }

    private async Task<long> DecideAsync(RequestView request, ReviewAction decision) =>
        (await app.Get<ReviewWorkflow>().ReviewAsync(request.Id, new NewReview(decision, "Because.", request.Subject), _reviewer!, default)).Id;

    private async Task<long> ForcedAsync(RequestView request) =>
        (await app.Get<PromotionWorkflow>()
            .ExecuteAsync(request.Id, request.Subject, new Emergency("Production is on fire.", "INC-1"), _emergency!, default)).Id;

    private async Task<long> BreakGlassAsync(RequestView request)
    {
        await ForcedAsync(request);
        return (await app.Get<PostReviews>().ListAsync(all: false, 1, null, _reviewer!, default)).Items[0].Id;
    }
}

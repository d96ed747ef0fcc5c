using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>The notifications to mark as read; without ids all of them.</summary>
internal sealed record ReadNotifications(IReadOnlyList<long>? Ids = null);

internal static class NotificationsApi
{
    public static void MapNotifications(this RouteGroupBuilder api)
    {
        var notifications = api.MapGroup("/notifications").WithTags("Notifications").ProducesProblem(422);
        notifications.MapGet("", List);
        notifications.MapPost("/read", MarkRead);
    }

    [EndpointSummary("List your notifications")]
    [EndpointDescription("Newest first; those about a model only while you may see it. For people, not for access tokens.")]
    private static async Task<Ok<Page<NotificationView>>> List(int? pageSize, string? pageToken, NotificationQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Mark your notifications as read")]
    private static async Task<NoContent> MarkRead(ReadNotifications read, NotificationWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.MarkReadAsync(read.Ids, context.Actor(), ct);
        return TypedResults.NoContent();
    }
}

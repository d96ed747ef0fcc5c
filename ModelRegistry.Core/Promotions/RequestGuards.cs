using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Who may do what with a request, asked by the services that do it and by the page that offers it: each question answers
/// with the sentence that says why not, or null.
/// </summary>
internal static class RequestGuards
{
    /// <summary>Rule 8: a reviewer, never a token, who had no hand in the subject.</summary>
    public static string? WhyNotReview(Actor actor, RequestStanding standing) =>
        Rights.WhyNot(actor, Right.Review, standing.File.Model.Place, stage: standing.File.Request.NormalizedSlot) ?? Exclusion(actor, standing);

    public static string? WhyNotExecute(Actor actor, RequestStanding standing)
    {
        if (Rights.WhyNot(actor, Right.ExecuteRequest) is { } refusal)
        {
            return refusal;
        }

        var file = standing.File;
        return actor.IsSystem || actor.UserId == file.Request.RequestedById || Rights.Owns(actor, file.Model.Place) || WhyNotReview(actor, standing) is null
            ? null
            : $"Only {file.Request.RequestedByName}, the owner of '{file.Model.Name}' or a reviewer who had no hand in it can execute this request.";
    }

    public static void RequireReview(Actor actor, RequestStanding standing)
    {
        Rights.Require(actor, Right.Review, standing.File.Model.Place, stage: standing.File.Request.NormalizedSlot);
        if (Exclusion(actor, standing) is { } exclusion)
        {
            throw RegistryException.Forbidden("not_eligible", exclusion);
        }
    }

    public static void RequireExecute(Actor actor, RequestStanding standing, Emergency? emergency)
    {
        if (emergency is not null)
        {
            Rights.Require(actor, Right.BreakGlass);
            return;
        }

        Rights.Require(actor, Right.ExecuteRequest);
        if (WhyNotExecute(actor, standing) is { } sentence)
        {
            throw RegistryException.Forbidden("not_eligible", sentence);
        }
    }

    public static async Task<string?> WhyNotWithdrawAsync(RegistryDbContext db, Actor actor, RequestStanding standing, CancellationToken ct)
    {
        var (request, model) = (standing.File.Request, standing.File.Model);
        if (Rights.WhyNot(actor, Right.CommentOnRequest) is { } refusal)
        {
            return refusal;
        }

        if (actor.UserId == request.RequestedById)
        {
            return null;
        }

        var gone = await db.Users.AnyAsync(user => user.Id == request.RequestedById && user.DisabledAt != null, ct);
        var mayInstead = Rights.Owns(actor, model.Place) || actor.Is(Roles.Admin);
        return gone && mayInstead ? null : gone
            ? $"{request.RequestedByName} is disabled: the owner of '{model.Name}' or an admin can withdraw the request."
            : $"Only {request.RequestedByName}, who opened the request, can withdraw it.";
    }

    public static async Task RequireWithdrawAsync(RegistryDbContext db, Actor actor, RequestStanding standing, CancellationToken ct)
    {
        Rights.Require(actor, Right.CommentOnRequest);
        if (await WhyNotWithdrawAsync(db, actor, standing, ct) is { } sentence)
        {
            throw RegistryException.Forbidden("not_your_request", sentence);
        }
    }

    public static bool MayTakeBack(Actor actor, RequestComment comment, Model model) => Rights.Allows(actor, RightToTakeBack(actor, comment), model.Place);

    public static void RequireTakeBack(Actor actor, RequestComment comment, Model model) =>
        Rights.Require(actor, RightToTakeBack(actor, comment), model.Place);

    // One's own words are taken back by the right to say them.
    private static Right RightToTakeBack(Actor actor, RequestComment comment) =>
        actor.UserId is not null && actor.UserId == comment.ById ? Right.CommentOnRequest : Right.TakeBackComment;

    /// <summary>The subject must be named and be the present one; the refusal says what differs.</summary>
    public static async Task RequireSubjectAsync(RegistryDbContext db, RequestStanding standing, string? subject, CancellationToken ct)
    {
        var present = Subject.Show(standing.Subject.Digest);
        if (string.IsNullOrEmpty(subject))
        {
            throw RegistryException.Invalid("subject", "field_required",
                "subject must be the one that you saw: it says what exactly you decide upon. Read the request and send its subject.");
        }

        if (subject == present)
        {
            return;
        }

        var digest = Subject.Digest(subject);
        var seen = await db.SubjectTexts.Where(text => text.Digest == digest).Select(text => text.Text).FirstOrDefaultAsync(ct);
        throw new RegistryException(RefusalKind.Conflict, "subject_changed", "What you looked at has changed since. Look at the request again, then decide.",
            "subject")
        {
            Details = new Dictionary<string, object?>
            {
                ["subject"] = present,
                ["state"] = standing.State,
                ["changes"] = seen is null ? [] : SubjectDifference.Between(seen, standing.Subject.Text),
            },
        };
    }

    private static string? Exclusion(Actor actor, RequestStanding standing)
    {
        if (standing.OneWith(actor.UserId) is { } approved)
        {
            return $"{approved.ByName} approved this request, and one of you stands in for the other, so that you count as one. Another reviewer can.";
        }

        var why = standing.File.Involved.Where(person => person.UserId == actor.UserId).Select(person => person.WhyYou).Distinct().ToList();
        return why.Count == 0 ? null : $"You may not decide about this request, because you {string.Join(" and ", why)}. Another reviewer can.";
    }
}

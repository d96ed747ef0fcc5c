using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Newest first: along the chain, or, when a time range is asked for, by time, so that the index that finds the range also
/// gives the order. The two differ only between changes that ran at once.
/// </summary>
internal sealed class AuditOrder
{
    private readonly bool _byTime;
    private readonly DateTimeOffset? _at;
    private readonly long _before = long.MaxValue;

    public AuditOrder(AuditSearch search)
    {
        _byTime = search.From is not null || search.To is not null;
        if (!_byTime)
        {
            _before = PageToken.DecodeLong(search.PageToken) ?? long.MaxValue;
        }
        else if (PageToken.Decode(search.PageToken, 2) is [var ticks, var seq])
        {
            (_at, _before) = (PageToken.Instant(ticks), PageToken.Long(seq));
        }
    }

    public IQueryable<AuditEvent> Page(IQueryable<AuditEvent> events)
    {
        if (!_byTime)
        {
            return events.Where(audit => audit.Seq < _before).OrderByDescending(audit => audit.Seq);
        }

        return events.Where(audit => _at == null || audit.At < _at || audit.Seq < _before)
            .OrderByDescending(audit => audit.At).ThenByDescending(audit => audit.Seq);
    }

    /// <summary>The end of the range on this page: a second bound beside the caller's would leave the index to one of the two.</summary>
    public DateTimeOffset? End(DateTimeOffset? to) => _at is { } at && !(to <= at) ? at.AddTicks(1) : to;

    public string Token(AuditEvent last) => _byTime
        ? PageToken.Encode(last.At.UtcTicks.ToString(PageToken.Culture), last.Seq.ToString(PageToken.Culture))
        : PageToken.Encode(last.Seq);
}

using System.Globalization;
using ModelRegistry.Core.Consumers;

namespace ModelRegistry.Web.Components.Pages.Consumers;

/// <summary>How far the hosts that ask for a slot follow it, in words.</summary>
public static class ConsumerText
{
    public static string Of(SlotConsumers slot) => slot switch
    {
        { Version: null, Hosts: 1 } => $"1 host still has what was in {slot.Slot} before it was emptied",
        { Version: null } => string.Create(CultureInfo.InvariantCulture, $"{slot.Hosts} hosts still have what was in {slot.Slot} before it was emptied"),
        { Hosts: 1, Current: 1 } => string.Create(CultureInfo.InvariantCulture, $"The one host of {slot.Slot} has v{slot.Version}"),
        { Hosts: 1 } => string.Create(CultureInfo.InvariantCulture, $"The one host of {slot.Slot} does not have v{slot.Version} yet"),
        _ when slot.Current == slot.Hosts => string.Create(CultureInfo.InvariantCulture, $"All {slot.Hosts} hosts of {slot.Slot} have v{slot.Version}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{slot.Current} of {slot.Hosts} hosts of {slot.Slot} have v{slot.Version}"),
    };
}

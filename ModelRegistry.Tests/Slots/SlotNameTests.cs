using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Tests.Slots;

/// <summary>A name is kept as it was typed and as it is told apart by; both have to fit.</summary>
public sealed class SlotNameTests
{
    [Theory]
    [InlineData('ﷲ', 50, true)]   // one character that is four when it is normalised
    [InlineData('ﷲ', 51, false)]
    [InlineData('ﷺ', 1, false)]   // eighteen, with spaces
    [InlineData('a', 200, true)]
    [InlineData('ﬄ', 66, true)]   // three
    [InlineData('ﬄ', 67, false)]
    public void It_fits_when_it_is_normalised_too(char letter, int times, bool fits)
    {
        var name = new string(letter, times);

        if (fits)
        {
            Assert.Equal(name, SlotName.Check("alias", name));
            Assert.InRange(SlotName.Normalize(name).Length, times, SlotName.MaxLength);
        }
        else
        {
            var refusal = Assert.Throws<RegistryException>(() => SlotName.Check("alias", name));
            Assert.Equal((RefusalKind.Invalid, "slot_name_invalid", "alias"), (refusal.Kind, refusal.Code, refusal.Field));
        }
    }
}

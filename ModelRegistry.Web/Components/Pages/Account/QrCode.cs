using System.Drawing;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>Draws a QR code as SVG: black on white in both schemes, with the quiet zone that readers look for.</summary>
internal static class QrCode
{
    private static readonly Size Size = new(200, 200);

    public static MarkupString Svg(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var drawing = new SvgQRCode(data);
        return new MarkupString(drawing.GetGraphic(Size, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute));
    }
}

using System.Reflection;
using Microsoft.JSInterop;

namespace ModelRegistry.Tests.Security;

/// <summary>A browser calls only what is meant for it: nothing static, which any script could call without a page, and of a page these methods alone.</summary>
public sealed class BrowserCallsTests
{
    [Fact]
    public void A_browser_calls_only_what_is_meant_for_it()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = new[] { typeof(Program).Assembly, typeof(Core.RegistrySettings).Assembly }
            .SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(All))
            .Where(method => method.GetCustomAttribute<JSInvokableAttribute>() is not null).ToList();

        Assert.DoesNotContain(methods, method => method.IsStatic);
        Assert.Equal(["DialogCare.CloseAsync", "DialogCare.Is", "Plot.Near", "UploadPanel.OnDropped", "UploadPanel.OnUpload"],
            methods.Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Order(StringComparer.Ordinal));
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>A test that is a story in the browser.</summary>
[Collection(BrowserCollection.Name)]
[Trait(Speed.Trait, Speed.Slow)]
public abstract class BrowserTest(BrowserFixture browser)
{
    protected BrowserFixture Browser => browser;

    protected RegistryApp App => browser.App;

    /// <summary>Somebody who is not signed in.</summary>
    protected Task VisitAsync(Func<Visitor, Task> story, RegistryApp? app = null, [CallerMemberName] string name = "") =>
        browser.VisitAsync(name, story, app: app);

    protected Task VisitAsAsync(Actor person, Func<Visitor, Task> story, BrowserNewContextOptions? options = null, [CallerMemberName] string name = "") =>
        browser.VisitAsync(name, story, person, options: options);
}

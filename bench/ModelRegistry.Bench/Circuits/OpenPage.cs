using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Bench.Circuits;

/// <summary>
/// One page that is open in a browser, as far as the server can tell: it loads the page, starts the circuit over a web socket, acknowledges
/// each render and answers each call of a script. It draws nothing.
/// </summary>
internal sealed partial class OpenPage : IAsyncDisposable
{
    private const int CallMessage = 1;
    private const int AnswerMessage = 3;
    private const int CloseMessage = 7;
    private const int WantsReference = 1; // what a script's answer is: an object that stays in the browser

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<string> _circuit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shaken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http;
    private readonly Uri _root;
    private Task _working = Task.CompletedTask;
    private Waiting? _waiting;
    private int _references;

    private OpenPage(HttpClient http, Uri root) => (_http, _root) = (http, root);

    /// <summary>How many renders have arrived, and how many bytes they had.</summary>
    public int Renders { get; private set; }

    public long RenderedBytes { get; private set; }

    /// <summary>When the first render after the last call of <see cref="Watch"/> arrived; null while none has.</summary>
    public long? Told { get; private set; }

    /// <summary>Opens the page and waits until <paramref name="sign"/> is drawn.</summary>
    public static async Task<OpenPage> OpenAsync(HttpClient http, CookieContainer cookies, Uri root, string path, string sign)
    {
        var page = new OpenPage(http, root);
        var address = new Uri(root, path);
        var markers = ComponentMarker().Matches(await http.GetStringAsync(address)).Select(match => match.Groups["marker"].Value).ToList();
        page._socket.Options.Cookies = cookies;
        page._socket.Options.SetRequestHeader("Origin", root.GetLeftPart(UriPartial.Authority));
        await page._socket.ConnectAsync(new UriBuilder(new Uri(root, "_blazor")) { Scheme = "ws" }.Uri, CancellationToken.None);
        page._working = Task.WhenAll(page.ReadAsync(), page.PingAsync());
        await page.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray());
        await page._shaken.Task.WaitAsync(Patience);
        var drawn = page.Expect(sign);
        await page.SendAsync(HubWriter.Call("0", "StartCircuit", root.ToString(), address.ToString(), "[]", ""));
        await page._circuit.Task.WaitAsync(Patience);
        var operations = markers.Select((marker, index) => $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{marker}}}""");
        await page.SendAsync(HubWriter.Call(null, "UpdateRootComponents", $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", ""));
        await drawn.WaitAsync(Patience);
        return page;
    }

    public void Watch() => Told = null;

    /// <summary>Follows a link of the page; the time until <paramref name="sign"/> is drawn.</summary>
    public async Task<TimeSpan> ClickAsync(string path, string sign)
    {
        var drawn = Expect(sign);
        var start = Stopwatch.GetTimestamp();
        await SendAsync(HubWriter.Call(null, "OnLocationChanged", new Uri(_root, path).ToString(), null, true));
        await drawn.WaitAsync(Patience);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Says good-bye like a browser whose tab is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        using var farewell = new MultipartFormDataContent { { new StringContent(await _circuit.Task), "circuitId" } };
        using var answer = await _http.PostAsync(new Uri(_root, "_blazor/disconnect"), farewell);
        answer.EnsureSuccessStatusCode();
        await _closed.CancelAsync();
        await _working;
        _socket.Dispose();
        _closed.Dispose();
        _sending.Dispose();
    }

    private Task Expect(string sign)
    {
        var waiting = new Waiting(Encoding.UTF8.GetBytes(sign));
        _waiting = waiting;
        return waiting.Drawn.Task;
    }

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(PingEvery);
            while (await timer.WaitForNextTickAsync(_closed.Token))
            {
                await SendAsync(HubWriter.Ping());
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16 << 10];
        var length = 0;
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(length), _closed.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    throw new WebSocketException("The server closed the circuit.");
                }

                length = await TakeAsync(buffer, length + read.Count);
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * buffer.Length);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
        catch (Exception e)
        {
            _shaken.TrySetException(e);
            _circuit.TrySetException(e);
            _waiting?.Drawn.TrySetException(e);
            await Console.Error.WriteLineAsync($"A page ended: {e.Message}");
        }
    }

    /// <summary>Handles each whole message in the buffer, moves the rest to its start and says how long that is.</summary>
    private async Task<int> TakeAsync(byte[] buffer, int length)
    {
        var start = 0;
        if (!_shaken.Task.IsCompleted)
        {
            start = Array.IndexOf(buffer, (byte)0x1e, 0, length) + 1;
            if (start > 0)
            {
                _shaken.SetResult();
            }
        }

        while (Next(buffer.AsSpan(start, length - start), out var used, out var answers))
        {
            start += used;
            foreach (var answer in answers)
            {
                await SendAsync(answer);
            }
        }

        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }

    private bool Next(ReadOnlySpan<byte> arrived, out int used, out List<ReadOnlyMemory<byte>> answers)
    {
        (used, answers) = (0, []);
        var rest = arrived;
        if (!_shaken.Task.IsCompleted || !HubReader.TryCut(ref rest, out var message))
        {
            return false;
        }

        used = arrived.Length - rest.Length;
        var reader = new HubReader(message);
        reader.Array();
        switch (reader.Number())
        {
            case CallMessage:
                reader.Headers();
                reader.Text();
                Called(reader.Text()!, ref reader, answers);
                break;
            case AnswerMessage:
                reader.Headers();
                reader.Text();
                Answered(reader.Number(), ref reader);
                break;
            case CloseMessage:
                throw new WebSocketException($"The server closed the circuit: {reader.Text()}");
            default:
                break;
        }

        return true;
    }

    private void Answered(long kind, ref HubReader reader)
    {
        const long Result = 3;
        if (kind == Result && reader.Text() is { } circuit)
        {
            _circuit.TrySetResult(circuit);
        }
        else
        {
            throw new InvalidDataException("The server started no circuit.");
        }
    }

    private void Called(string target, ref HubReader reader, List<ReadOnlyMemory<byte>> answers)
    {
        reader.Array();
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = reader.Number();
                var drawn = reader.Bytes();
                (Renders, RenderedBytes, Told) = (Renders + 1, RenderedBytes + drawn.Length, Told ?? Stopwatch.GetTimestamp());
                if (_waiting is { } waiting && drawn.IndexOf(waiting.Sign) >= 0)
                {
                    _waiting = null;
                    waiting.Drawn.TrySetResult();
                }

                answers.Add(HubWriter.Call(null, "OnRenderCompleted", batch, null));
                break;
            case "JS.BeginInvokeJS":
                var handle = reader.Number();
                var function = reader.Text();
                reader.Text();
                if (handle != 0)
                {
                    answers.Add(HubWriter.Call(null, "EndInvokeJSFromDotNet", handle, true, $"[{handle},true,{Result(function!, reader.Number())}]"));
                }

                break;
            case "JS.Error":
                throw new InvalidDataException($"The page failed: {reader.Text()}");
            default:
                break;
        }
    }

    private string Result(string function, long kind) =>
        kind == WantsReference ? $$"""{"__jsObjectId":{{++_references}}}""" : function == "timeZone" ? "\"UTC\"" : "null";

    private async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(?<marker>.*?)-->")]
    private static partial Regex ComponentMarker();

    private sealed record Waiting(byte[] Sign)
    {
        public TaskCompletionSource Drawn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

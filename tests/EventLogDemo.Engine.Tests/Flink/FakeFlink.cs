using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace EventLogDemo.Engine.Tests.Flink;

/// <summary>A REST API in memory: answers by method and path, in the shapes that Flink 2.3.0 gives.</summary>
internal sealed class FakeFlink : HttpMessageHandler
{
    public const string Job = "b83b6f4a089652003c66026d45762c35";
    public const string Vertex = "7cf11d072054feac6685f3b809f86ece";

    private readonly ConcurrentDictionary<string, Queue<Func<HttpResponseMessage>>> _answers = [];

    public FakeFlink()
    {
        Set("GET /jobs/overview", Jobs(JobLine(Job, "event-store", "RUNNING", 1, 1)));
        Set("GET /overview", """{"taskmanagers":1,"slots-total":1,"slots-available":0,"jobs-running":1,"flink-version":"2.3.0"}""");
        Set($"GET /jobs/{Job}", $$"""
            {"jid":"{{Job}}","name":"event-store","isStoppable":false,"state":"RUNNING","vertices":[{"id":"{{Vertex}}",
            "name":"Source: kafka-events -> cassandra-events: Writer","maxParallelism":128,"parallelism":1,"status":"RUNNING"}]}
            """);
        Set($"GET /jobs/{Job}/checkpoints", Checkpoints(19, 1795631820127));
        Set($"GET /jobs/{Job}/metrics?get=numRestarts", """[{"id":"numRestarts","value":"0"}]""");
        Set($"GET /jobs/{Job}/vertices/{Vertex}/backpressure", Pressure("ok", "0.109"));
        Set($"GET /jobs/{Job}/vertices/{Vertex}/subtasks/metrics", """
            [{"id":"numRecordsIn"},{"id":"cassandra-events__Writer.deadLetters"},{"id":"cassandra-events__Writer.rowsRetried"},
            {"id":"cassandra-events__Writer.rowsWritten"},{"id":"cassandra-events__Writer.numRecordsSend"}]
            """);
        SetSink(60_000, 40, 2);
    }

    public ConcurrentQueue<HttpRequestMessage> Asked { get; } = [];

    /// <summary>Bodies of the requests that had one.</summary>
    public ConcurrentQueue<string> Bodies { get; } = [];

    /// <summary>Replaces the response by other behaviour.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task>? OnRequest { get; set; }

    public static string Jobs(params IEnumerable<string> lines) => "{\"jobs\":[" + string.Join(',', lines) + "]}";

    public static string JobLine(string id, string name, string state, int running, int total, long start = 1795631781216) => $$"""
        {"jid":"{{id}}","name":"{{name}}","jobType":"STREAMING","schedulerType":"Default","start-time":{{start}},"end-time":-1,
        "duration":25887,"state":"{{state}}","last-modification":1795631785968,"tasks":{"running":{{running}},"canceling":0,"canceled":0,
        "total":{{total}},"created":0,"scheduled":0,"deploying":0,"finished":0,"initializing":0,"failed":0},"pending-operators":0}
        """;

    public static string Checkpoints(long completed, long? at)
    {
        string last = at is null ? "null" : $$"""
            {"className":"completed","id":{{completed}},"status":"COMPLETED","is_savepoint":false,"trigger_timestamp":{{at - 75}},
            "latest_ack_timestamp":{{at}},"checkpointed_size":382,"state_size":382}
            """;
        return $$"""
            {"counts":{"restored":0,"total":{{completed}},"in_progress":0,"completed":{{completed}},"failed":0},
            "latest":{"completed":{{last}},"savepoint":null,"failed":null,"restored":null},"history":[]}
            """;
    }

    public static string Pressure(string level, string busy, string status = "ok") => $$"""
        {"status":"{{status}}","backpressureLevel":"{{level}}","end-timestamp":1795631822240,"subtasks":[{"subtask":0,
        "backpressureLevel":"{{level}}","ratio":0.0,"idleRatio":0.0,"busyRatio":{{busy}},"backpressure-level":"{{level}}"}]}
        """;

    public void SetSink(long written, long retried, long deadLetters) => Set(
        $"GET /jobs/{Job}/vertices/{Vertex}/subtasks/metrics?agg=sum&get=cassandra-events__Writer.rowsWritten%2Ccassandra-events__Writer.rowsRetried%2Ccassandra-events__Writer.deadLetters",
        $$"""
        [{"id":"cassandra-events__Writer.deadLetters","sum":{{deadLetters}}.0},{"id":"cassandra-events__Writer.rowsRetried","sum":{{retried}}.0},
        {"id":"cassandra-events__Writer.rowsWritten","sum":{{written}}.0}]
        """);

    /// <summary>Settled offsets of the sink: metric names and values as Flink returns them, one request at a time.</summary>
    public void SetSettled(params (int Partition, long Offset)[] settled)
    {
        string[] ids = [.. settled.Select(entry => $"cassandra-events__Writer.partition.{entry.Partition}.settledOffset")];
        Set(
            $"GET /jobs/{Job}/vertices/{Vertex}/subtasks/metrics",
            "[" + string.Join(',', ((string[])["numRecordsIn", "cassandra-events__Writer.rowsWritten", .. ids]).Select(id => $$"""{"id":"{{id}}"}""")) + "]");
        foreach ((string[] asked, (int, long Offset)[] told) in ids.Chunk(32).Zip(settled.Chunk(32)))
        {
            Set(SettledQuestion(asked), "[" + string.Join(',', asked.Zip(told, (id, entry) => $$"""{"id":"{{id}}","max":{{entry.Offset}}.0}""")) + "]");
        }
    }

    public static string SettledQuestion(params string[] ids) =>
        $"GET /jobs/{Job}/vertices/{Vertex}/subtasks/metrics?agg=max&get={string.Join("%2C", ids)}";

    /// <summary>Answers a request with these in turn, and from then on with the last.</summary>
    public void Set(string question, params IEnumerable<string> answers) => _answers[question] =
        new Queue<Func<HttpResponseMessage>>(answers.Select(answer => (Func<HttpResponseMessage>)(() => Response(HttpStatusCode.OK, answer))));

    public void Set(string question, HttpStatusCode status, string answer) =>
        _answers[question] = new Queue<Func<HttpResponseMessage>>([() => Response(status, answer)]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request);
        if (request.Content is { } content)
        {
            Bodies.Enqueue(await content.ReadAsStringAsync(cancellationToken));
        }

        if (OnRequest is { } act)
        {
            await act(request, cancellationToken);
        }

        string question = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        if (!_answers.TryGetValue(question, out Queue<Func<HttpResponseMessage>>? answers))
        {
            return Response(HttpStatusCode.NotFound, """{"errors":["Unable to load requested file."]}""");
        }

        lock (answers)
        {
            return (answers.Count > 1 ? answers.Dequeue() : answers.Peek())();
        }
    }

    private static HttpResponseMessage Response(HttpStatusCode status, string answer) =>
        new(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
}

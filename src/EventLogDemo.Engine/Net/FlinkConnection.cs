namespace EventLogDemo.Engine.Net;

/// <summary>How to reach Flink's REST API, and which job is the pipeline's. Prints without the token.</summary>
public sealed record FlinkConnection
{
    /// <summary>The job's name where nothing else was said.</summary>
    public const string DefaultJobName = "event-store";

    /// <summary>Root of the REST API, such as <c>http://127.0.0.1:8081</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Bearer token, for an API behind a gateway that wants one.</summary>
    /// <value>Defaults to null: none is sent.</value>
    public string? Token { get; init; }

    /// <summary>How TLS is spoken, where the endpoint is <c>https</c>.</summary>
    /// <value>Defaults to null: as the machine does.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>The job's name, which tells it from others. A job that is alone is the pipeline's, whatever its name.</summary>
    /// <value>Defaults to <c>event-store</c>.</value>
    public string JobName { get; init; } = DefaultJobName;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}, job {JobName}"
        + (Token is null ? "" : " (token not shown)");
}

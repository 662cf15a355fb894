namespace EventLogDemo.Engine.Net;

/// <summary>How to reach Flink's REST API, and which job is the pipeline's. Prints without the token.</summary>
public sealed record FlinkConnection
{
    /// <summary>The default name of the job.</summary>
    public const string DefaultJobName = "event-store";

    /// <summary>Root of the REST API, such as <c>http://127.0.0.1:8081</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Bearer token, for an API behind a gateway that requires one.</summary>
    /// <value>Defaults to null: none is sent.</value>
    public string? Token { get; init; }

    /// <summary>TLS settings, when the endpoint is <c>https</c>.</summary>
    /// <value>Defaults to null: the machine's settings.</value>
    public TlsOptions? Tls { get; init; }

    /// <summary>The job's name, to tell it from other jobs. A cluster's only job is the pipeline's, whatever its name.</summary>
    /// <value>Defaults to <c>event-store</c>.</value>
    public string JobName { get; init; } = DefaultJobName;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}, job {JobName}"
        + (Token is null ? "" : " (token not shown)");
}

namespace EventLogDemo.Engine.Events;

/// <summary>Messages by level, in the notation of <see cref="MessageTemplate"/>.</summary>
internal static class LogMessages
{
    public static string[] Debug { get; } =
    [
        "cache miss for key product:{n}, loading from replica",
        "rendered view in {ms} ms with {n} fragments",
        "pool has {n} idle connections",
        "parsed request {hex} in {ms} us",
        "retry policy chose a delay of {ms} ms",
        "feature flag new-basket is on for {user}",
    ];

    public static string[] Info { get; } =
    [
        "order {n} placed by {user}, {ms} ms",
        "payment {hex} authorised for order {n}",
        "user {user} signed in from {ip}",
        "user {user} signed out",
        "request {hex} completed in {ms} ms",
        "shipment {n} handed to carrier",
        "basket {hex} updated, {n} items in stock",
        "search returned {n} results in {ms} ms",
        "mail receipt {hex} queued for {user}",
        "invoice {n} exported",
        "connection from {ip} port {n} accepted",
        "cache warmed with {n} entries in {ms} ms",
        "session {hex} renewed for {user}",
        "stock level of item {n} synchronised",
        "job nightly-report finished in {ms} ms",
        "price list {hex} published",
    ];

    public static string[] Warn { get; } =
    [
        "request {hex} took {ms} ms, above its budget of 250 ms",
        "queue length {n} is above its high-water mark",
        "login of {user} from {ip} failed, wrong password",
        "retrying call to payments after {ms} ms",
        "stock of item {n} is below its reorder level",
        "certificate of {ip} expires soon",
        "rate limit reached for {ip}",
    ];

    public static string[] Error { get; } =
    [
        "payment {hex} declined by the bank for order {n}",
        "upstream {ip} did not answer within {ms} ms",
        "could not reserve item {n}: conflict after 3 attempts",
        "mail receipt {hex} bounced",
        "unhandled exception in request {hex}: connection reset by {ip}",
        "replica {ip} is {n} entries behind",
    ];

    public static string[] Fatal { get; } =
    [
        "out of memory while loading {n} rows, process exits",
        "no leader for shard {n}, giving up after {ms} ms",
        "disk of {ip} is full, stopping",
    ];
}

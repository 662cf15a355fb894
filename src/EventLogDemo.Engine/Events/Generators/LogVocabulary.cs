using System.Globalization;
using System.Text;

namespace EventLogDemo.Engine.Events;

/// <summary>A service of the fictional shop whose logs are generated.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SyslogFacility">Facility (RFC 5424, 6.2.1); 13 or more, so that PRI always has three digits and the smallest message a fixed size.</param>
internal sealed record LogService(byte[] Name, int SyslogFacility);

/// <summary>A level with its names in the formats, and messages of that level.</summary>
/// <param name="SyslogSeverity">Severity (RFC 5424, 6.2.1).</param>
/// <param name="JsonFields">SeverityText and SeverityNumber (OpenTelemetry) as JSON, starting at the end of the previous field.</param>
/// <param name="Messages">Messages of the level.</param>
internal sealed record LogSeverity(int SyslogSeverity, byte[] JsonFields, MessageTemplate[] Messages);

/// <summary>An HTTP status.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="HasBody">Whether such a response has a body.</param>
internal sealed record HttpStatus(byte[] Code, bool HasBody);

/// <summary>The vocabulary of generated lines. An entry is as likely as it is frequent in its table.</summary>
internal static class LogVocabulary
{
    public static string[] Words { get; } = (
        "account accepted active address agent alert amount answer archive attempt audit backlog balance basket batch block branch "
        + "broker bucket buffer cache cancel carrier catalog certificate channel checkout client cluster commit config connect "
        + "consumer coupon created credit customer data deadline debit delivery deploy device discount disk domain draft email "
        + "entry event expired export failover feature fetch filter final flush format gateway group handler header health host "
        + "import index inventory invoice item job journal key label latency ledger limit link listener load lock login mailbox "
        + "member memory merge message method metric mirror module network node notice object offset order output owner packet "
        + "page parcel parser partition payment pending policy pool price process profile prompt query queue quota reader rebalance "
        + "receipt record refund region reload replica report request reserve restart result retry return review role route "
        + "sample schedule schema search secret segment sender server session shard shipment signal snapshot socket stock "
        + "storage stream switch table target tenant thread ticket timeout token topic total trace transfer trigger update upload "
        + "user value vendor version voucher wallet warehouse webhook window worker writer zone").Split(' ');

    public static byte[][] Users { get; } = Ascii("amara", "bjorn", "chen", "daria", "elif", "farid", "grace", "hugo", "ines", "jonas", "kofi", "lena");

    public static byte[][] Hosts { get; } = Ascii("web-01", "web-02", "web-03", "web-04", "api-01", "api-02", "job-01", "db-01", "db-02", "edge-01");

    public static LogService[] Services { get; } =
    [
        new("checkout"u8.ToArray(), 16), new("payments"u8.ToArray(), 17), new("catalog"u8.ToArray(), 18),
        new("search"u8.ToArray(), 19), new("shipping"u8.ToArray(), 20), new("identity"u8.ToArray(), 13),
        new("inventory"u8.ToArray(), 21), new("mailer"u8.ToArray(), 22), new("gateway"u8.ToArray(), 23),
    ];

    public static byte[][] Methods { get; } = Ascii(Repeat(("GET", 80), ("POST", 14), ("PUT", 3), ("DELETE", 2), ("HEAD", 1)));

    public static HttpStatus[] Statuses { get; } =
    [
        .. Repeat(
                ("200", 800), ("201", 40), ("204", 20), ("301", 15), ("304", 60), ("400", 8), ("401", 10), ("403", 5), ("404", 30),
                ("429", 3), ("500", 4), ("502", 2), ("503", 3))
            .Select(code => new HttpStatus(Encoding.ASCII.GetBytes(code), code is not ("204" or "304"))),
    ];

    public static byte[][] ShortPaths { get; } = Ascii("/", "/", "/cart", "/login", "/search", "/health", "/orders");

    public static byte[][] Paths { get; } = Ascii(
        "/products/", "/products/", "/products/", "/api/v1/orders/", "/api/v1/orders/", "/api/v1/carts/", "/images/thumbnails/",
        "/images/thumbnails/", "/categories/", "/account/invoices/", "/api/v1/payments/", "/static/app.js?v=", "/help/articles/");

    public static byte[][] Referers { get; } = Ascii(
        "-", "-", "-", "https://shop.example/", "https://shop.example/", "https://shop.example/cart",
        "https://shop.example/categories/garden", "https://search.example/results", "https://news.example.org/2026/spring");

    public static byte[][] UserAgents { get; } = Ascii(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
        "curl/8.14.1", "okhttp/5.1.0", "shop-ios/4.18.2", "examplebot/2.1 (+https://search.example/bot)");

    public static LogSeverity[] Severities { get; } = MakeSeverities();

    private static LogSeverity[] MakeSeverities()
    {
        LogSeverity debug = Severity(7, "DEBUG", 5, LogMessages.Debug);
        LogSeverity info = Severity(6, "INFO", 9, LogMessages.Info);
        LogSeverity warn = Severity(4, "WARN", 13, LogMessages.Warn);
        LogSeverity error = Severity(3, "ERROR", 17, LogMessages.Error);
        LogSeverity fatal = Severity(2, "FATAL", 21, LogMessages.Fatal);
        return [.. Repeat((debug, 240), (info, 1600), (warn, 110), (error, 47), (fatal, 3))];
    }

    private static LogSeverity Severity(int syslog, string text, int number, string[] messages) => new(
        syslog,
        Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"\",\"SeverityText\":\"{text}\",\"SeverityNumber\":{number},")),
        [.. messages.Select(message => new MessageTemplate(message))]);

    private static byte[][] Ascii(params IEnumerable<string> texts) => [.. texts.Select(Encoding.ASCII.GetBytes)];

    private static IEnumerable<T> Repeat<T>(params (T Entry, int Times)[] entries) =>
        entries.SelectMany(entry => Enumerable.Repeat(entry.Entry, entry.Times));
}

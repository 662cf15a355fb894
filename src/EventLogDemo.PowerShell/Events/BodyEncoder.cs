using System.Collections;
using System.Management.Automation;
using System.Text;
using EventLogDemo.Engine.Events;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Events;

/// <summary>Makes bodies of what comes down the pipeline, in buffers that are used again and again.</summary>
internal sealed class BodyEncoder : IDisposable
{
    private static readonly string ReadBackName = "Deserialized." + nameof(EventLogDemo) + "." + nameof(LogEventInfo);

    private readonly JsonEncoder _json = new();
    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>The items of a list, such as <c>Get-Content -ReadCount</c> makes, or null for what is one item itself.</summary>
    public static IEnumerable? ItemsOf(object? argument) =>
        Argument.Unwrap(argument) is string or byte[] ? null : LanguagePrimitives.GetEnumerable(argument);

    /// <summary>
    /// The body of an item: bytes, and those of an event that was read, as they are; text in UTF-8; everything else as compact JSON.
    /// Valid until the next call.
    /// </summary>
    /// <exception cref="EventJsonException">An object cannot be written as JSON.</exception>
    public ReadOnlyMemory<byte> Encode(object item) => Argument.Unwrap(item) switch
    {
        byte[] bytes => bytes,
        LogEventInfo known => known.Bytes,
        string text => EncodeText(text),
        object other when EventText.IsText(other) => EncodeText(EventText.Of(item)),
        _ => EncodeObject(PSObject.AsPSObject(item)),
    };

    public void Dispose() => _json.Dispose();

    // An event that was exported, or read in a job or on another machine, is still the event.
    private ReadOnlyMemory<byte> EncodeObject(PSObject item) =>
        item.TypeNames.Contains(ReadBackName) && Argument.Unwrap(item.Properties[nameof(LogEventInfo.Bytes)]?.Value) is byte[] bytes
            ? bytes
            : _json.Encode(item);

    private ReadOnlyMemory<byte> EncodeText(string text)
    {
        if (text.Length > EventLimits.MaxBodyBytes)
        {
            // Too large in any case; the buffer need not grow for it.
            return Encoding.UTF8.GetBytes(text);
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _buffer.Length)
        {
            _buffer = new byte[most];
        }

        return _buffer.AsMemory(0, Encoding.UTF8.GetBytes(text, _buffer));
    }
}

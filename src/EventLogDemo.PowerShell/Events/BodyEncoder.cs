using System.Management.Automation;
using System.Text;
using EventLogDemo.Engine.Events;
using EventLogDemo.PowerShell.Conversion;

namespace EventLogDemo.PowerShell.Events;

/// <summary>Makes a body of what comes down the pipeline, in one buffer that is used again and again.</summary>
internal sealed class BodyEncoder
{
    private byte[] _buffer = new byte[16 * 1024];

    /// <summary>
    /// The body of an item: bytes and events as they are, everything else as PowerShell turns it into a string, in UTF-8.
    /// Valid until the next call.
    /// </summary>
    public ReadOnlyMemory<byte> Encode(object item) => Argument.Unwrap(item) switch
    {
        byte[] bytes => bytes,
        LogEvent known => known.Bytes,
        string text => EncodeText(text),
        object other => EncodeText(LanguagePrimitives.ConvertTo<string>(other)),
        null => default,
    };

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

using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using EventLogDemo.Engine.Events;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;

namespace EventLogDemo.PowerShell.Events;

/// <summary>
/// Writes objects as compact JSON. Of an object those properties that are data: its own and the note properties, none that a script or
/// a view computes. A property that cannot be read is null, as <c>ConvertTo-Json</c> has it. An object inside another one that has a
/// text of its own is that text (the folder of a file is its path); one without is written with its properties.
/// </summary>
internal sealed class JsonEncoder : IDisposable
{
    /// <summary>Objects and lists that may lie inside each other.</summary>
    /// <value>64.</value>
    public const int MaxDepth = 64;

    // A list that holds another twice, thirty times over, is small and its JSON is not.
    private const int MaxBytes = 16 * EventLimits.MaxBodyBytes;

    private static readonly JsonWriterOptions Options = new()
    {
        // The body is no web page: text stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _path = [];

    public JsonEncoder() => _writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>The JSON of an object, valid until the next call.</summary>
    /// <exception cref="EventJsonException">It contains itself, or is nested too deeply, or its JSON is far too large.</exception>
    public ReadOnlyMemory<byte> Encode(PSObject item)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _open.Clear();
        _path.Clear();
        Enter(item);
        _writer.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _writer.Dispose();

    private void Write(object? value)
    {
        if (_writer.BytesCommitted + _writer.BytesPending > MaxBytes)
        {
            throw new EventJsonException(SR.EventJsonTooLarge.With(MaxBytes));
        }

        switch (EventText.IsNothing(value) ? null : Argument.Unwrap(value))
        {
            case null:
                _writer.WriteNullValue();
                break;
            case bool known:
                _writer.WriteBooleanValue(known);
                break;
            case DateTime at:
                _writer.WriteStringValue(at);
                break;
            case DateTimeOffset at:
                _writer.WriteStringValue(at);
                break;
            case byte[] bytes:
                _writer.WriteBase64StringValue(bytes);
                break;
            case object number when IsNumber(number):
                // As PowerShell writes numbers: the same digits in every culture.
                _writer.WriteRawValue(EventText.Of(number), skipInputValidation: true);
                break;
            case object data when IsNested(data):
                Enter(PSObject.AsPSObject(value!));
                break;
            default:
                _writer.WriteStringValue(EventText.Of(value!));
                break;
        }
    }

    // JSON has neither infinities nor NaN, which become strings.
    private static bool IsNumber(object item) =>
        item is not Enum && (item is sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger
            || (item is double number && double.IsFinite(number)) || (item is float single && float.IsFinite(single)));

    private static bool IsNested(object item) => item is PSCustomObject or IDictionary
        || (!EventText.IsText(item) && (LanguagePrimitives.GetEnumerable(item) is not null || EventText.HasNoTextOfItsOwn(item)));

    private void Enter(PSObject item)
    {
        object identity = item.BaseObject is PSCustomObject ? item : item.BaseObject;
        if (!_open.Add(identity))
        {
            throw new EventJsonException(SR.EventJsonCycle.With(Place));
        }

        if (_open.Count > MaxDepth)
        {
            throw new EventJsonException(SR.EventJsonDepth.With(MaxDepth));
        }

        if (item.BaseObject is IDictionary entries)
        {
            WriteEntries(entries);
        }
        else if (LanguagePrimitives.GetEnumerable(item) is { } items)
        {
            WriteItems(items);
        }
        else
        {
            WriteProperties(item);
        }

        _open.Remove(identity);
    }

    private void WriteEntries(IDictionary entries)
    {
        _writer.WriteStartObject();
        foreach (DictionaryEntry entry in entries)
        {
            WriteMember(EventText.Of(entry.Key), entry.Value);
        }

        _writer.WriteEndObject();
    }

    private void WriteItems(IEnumerable items)
    {
        _writer.WriteStartArray();
        int index = 0;
        foreach (object? item in items)
        {
            _path.Add(string.Create(CultureInfo.InvariantCulture, $"[{index++}]"));
            Write(item);
            _path.RemoveAt(_path.Count - 1);
        }

        _writer.WriteEndArray();
    }

    private void WriteProperties(PSObject item)
    {
        _writer.WriteStartObject();
        foreach (PSPropertyInfo property in item.Properties)
        {
            if (property is { MemberType: PSMemberTypes.Property or PSMemberTypes.NoteProperty, IsGettable: true })
            {
                WriteMember(property.Name, ValueOf(property));
            }
        }

        _writer.WriteEndObject();
    }

    private void WriteMember(string name, object? value)
    {
        _writer.WritePropertyName(name);
        _path.Add(_path.Count == 0 ? name : $".{name}");
        Write(value);
        _path.RemoveAt(_path.Count - 1);
    }

    private string Place => string.Concat(_path);

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}

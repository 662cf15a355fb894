using System.Text.Json;

namespace EventLogDemo.PowerShell.Configuration;

/// <summary>Reads a configuration from JSON, keeping the line of each value. Comments and trailing commas are allowed.</summary>
internal static class JsonConfiguration
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ConfigurationValue Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, Options);
        reader.Read();
        LineCounter lines = new(json);
        ConfigurationValue root = ReadValue(ref reader, ref lines);
        reader.Read();
        return root;
    }

    private static ConfigurationValue ReadValue(ref Utf8JsonReader reader, ref LineCounter lines)
    {
        int line = lines.At(reader.TokenStartIndex);
        return new ConfigurationValue(
            reader.TokenType switch
            {
                JsonTokenType.StartObject => ReadTable(ref reader, ref lines),
                JsonTokenType.StartArray => ReadList(ref reader, ref lines),
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => reader.TryGetInt64(out long whole) ? (object)whole : reader.GetDouble(),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => null,
            },
            line);
    }

    private static ConfigurationTable ReadTable(ref Utf8JsonReader reader, ref LineCounter lines)
    {
        ConfigurationTable table = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            int line = lines.At(reader.TokenStartIndex);
            reader.Read();
            // The key's line is the one that a message names.
            table[key] = ReadValue(ref reader, ref lines) with { Line = line };
        }

        return table;
    }

    private static List<ConfigurationValue> ReadList(ref Utf8JsonReader reader, ref LineCounter lines)
    {
        List<ConfigurationValue> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(ReadValue(ref reader, ref lines));
        }

        return list;
    }

    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _line = 1;
        private int _position;

        /// <summary>Line of a position that is not before the last one asked for.</summary>
        public int At(long position)
        {
            _line += _text[_position..(int)position].Count((byte)'\n');
            _position = (int)position;
            return _line;
        }
    }
}

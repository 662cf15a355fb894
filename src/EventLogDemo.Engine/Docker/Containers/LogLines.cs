using System.Text;

namespace EventLogDemo.Engine.Docker.Containers;

/// <summary>
/// Assembles lines from the chunks in which Docker sends a log. The two streams of a container are interleaved, and a line of one may be
/// split by chunks of the other; invalid UTF-8 is decoded as replacement characters.
/// </summary>
internal sealed class LogLines
{
    /// <summary>Maximum length of a line, in characters; a longer one is split.</summary>
    /// <value>65,536.</value>
    public const int MaxLength = 1 << 16;

    private readonly Dictionary<int, Part> _parts = [];

    /// <summary>Adds a chunk of a stream and returns the lines that it completes.</summary>
    public IReadOnlyList<string> Add(int stream, ReadOnlySpan<byte> piece)
    {
        if (!_parts.TryGetValue(stream, out Part? part))
        {
            _parts[stream] = part = new Part();
        }

        List<string> lines = [];
        part.Add(piece, lines);
        return lines;
    }

    /// <summary>Returns what has not been terminated by a line end.</summary>
    public IReadOnlyList<string> Finish()
    {
        List<string> lines = [];
        foreach (Part part in _parts.Values)
        {
            part.Finish(lines);
        }

        return lines;
    }

    private sealed class Part
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly StringBuilder _line = new();

        public void Add(ReadOnlySpan<byte> piece, List<string> lines)
        {
            char[] text = new char[_decoder.GetCharCount(piece, flush: false)];
            _decoder.GetChars(piece, text, flush: false);
            Split(text, lines);
        }

        public void Finish(List<string> lines)
        {
            char[] text = new char[_decoder.GetCharCount([], flush: true)];
            _decoder.GetChars([], text, flush: true);
            Split(text, lines);
            if (_line.Length > 0)
            {
                Emit(lines);
            }
        }

        private void Split(ReadOnlySpan<char> text, List<string> lines)
        {
            while (!text.IsEmpty)
            {
                int end = text.IndexOf('\n');
                ReadOnlySpan<char> rest = end < 0 ? text : text[..end];
                while (_line.Length + rest.Length > MaxLength)
                {
                    int room = MaxLength - _line.Length;
                    _line.Append(rest[..room]);
                    rest = rest[room..];
                    Emit(lines);
                }

                _line.Append(rest);
                if (end < 0)
                {
                    return;
                }

                Emit(lines);
                text = text[(end + 1)..];
            }
        }

        private void Emit(List<string> lines)
        {
            if (_line.Length > 0 && _line[^1] == '\r')
            {
                _line.Length--;
            }

            lines.Add(_line.ToString());
            _line.Clear();
        }
    }
}

namespace EventLogDemo.Engine.Events;

/// <summary>
/// The lines of a text file as bodies, as raw bytes: a line ends at LF or CR LF, the last one also at the end of the file; a
/// UTF-8 byte order mark at the start is dropped; invalid UTF-8 is kept. An empty line is an empty body.
/// </summary>
/// <remarks>The file may be written, renamed and deleted meanwhile. Memory use is one buffer, regardless of line length.</remarks>
public sealed class TextFileSource : IEventSource
{
    // Holds the longest body with its line end and the byte order mark.
    private const int BufferSize = 1 << 20;

    // How much of an overlong line one call skips at most; some files have no line end at all.
    private const int BuffersPerCall = 16;

    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isPassingOver;
    private bool _passedReturn;
    private long _passedBytes;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SourceFileException">It does not exist, is a folder, or access is denied.</exception>
    public TextFileSource(string path)
    {
        Description = path;
        _file = Open(path);
        DropByteOrderMark();
    }

    /// <summary>The path.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public int MaxBodyBytes => EventLimits.MaxBodyBytes;

    /// <summary>Reads the next line.</summary>
    /// <param name="stream">Not used.</param>
    /// <param name="partition">Not used.</param>
    /// <param name="seq">Not used: lines come in the order of the file.</param>
    /// <param name="body">At least <see cref="MaxBodyBytes"/> long; receives the line.</param>
    /// <param name="length">Number of bytes written; for an oversized line, its size, at most <see cref="int.MaxValue"/>.</param>
    /// <exception cref="SourceFileException">The file cannot be read any further.</exception>
    public SourceRead Read(ushort stream, int partition, long seq, Span<byte> body, out int length)
    {
        if (_isPassingOver)
        {
            return PassOver(out length);
        }

        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                int size = searched + found;
                return Take(WithoutReturn(_buffer.AsSpan(_start, size)), size + 1, body, out length);
            }

            searched = _end - _start;
            if (searched == BufferSize)
            {
                _isPassingOver = true;
                return PassOver(out length);
            }

            if (!Fill())
            {
                length = 0;
                return searched == 0 ? SourceRead.End : Take(_buffer.AsSpan(_start, searched), searched, body, out length);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new SourceFileException(path, "it is a folder");
        }

        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceFileException(path, "it does not exist", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new SourceFileException(path, "access is denied", failure);
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            throw new SourceFileException(path, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line is [.., (byte)'\r'] ? line[..^1] : line;

    private void DropByteOrderMark()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            while (_end < mark.Length && Fill())
            {
            }
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        if (_buffer.AsSpan(0, _end).StartsWith(mark))
        {
            _start = mark.Length;
        }
    }

    private SourceRead Take(ReadOnlySpan<byte> line, int taken, Span<byte> body, out int length)
    {
        _start += taken;
        length = line.Length;
        if (length > EventLimits.MaxBodyBytes)
        {
            return SourceRead.TooLarge;
        }

        line.CopyTo(body);
        return SourceRead.Body;
    }

    /// <summary>Skips the rest of a line that fills the whole buffer, over as many calls as it takes, and returns the line's length.</summary>
    private SourceRead PassOver(out int length)
    {
        for (int buffers = 0; buffers < BuffersPerCall; buffers++)
        {
            int found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int part = found >= 0 ? found : _end - _start;
            _passedBytes += part;
            if (part > 0)
            {
                _passedReturn = _buffer[_start + part - 1] == '\r';
            }

            _start += found >= 0 ? found + 1 : part;
            if (found >= 0 || !Fill())
            {
                length = (int)Math.Min(found >= 0 && _passedReturn ? _passedBytes - 1 : _passedBytes, int.MaxValue);
                _isPassingOver = false;
                _passedReturn = false;
                _passedBytes = 0;
                return SourceRead.TooLarge;
            }
        }

        length = 0;
        return SourceRead.Pending;
    }

    /// <summary>Reads more into the buffer; false at the end of the file.</summary>
    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == BufferSize)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int read;
        try
        {
            read = _file.Read(_buffer, _end, BufferSize - _end);
        }
        catch (IOException failure)
        {
            throw new SourceFileException(Description, failure.Message.TrimEnd('.'), failure);
        }

        _end += read;
        _isAtEnd = read == 0;
        return !_isAtEnd;
    }
}

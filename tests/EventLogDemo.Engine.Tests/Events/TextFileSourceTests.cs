using System.Text;
using EventLogDemo.Engine.Events;
using FsCheck.Xunit;

namespace EventLogDemo.Engine.Tests.Events;

public sealed class TextFileSourceTests : IDisposable
{
    private const int Max = EventLimits.MaxBodyBytes;

    private readonly string _folder = Directory.CreateTempSubdirectory("eventlogdemo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("one\r\ntwo\r\n", "one", "two")]
    [InlineData("\n", "")]
    [InlineData("\r\n\n", "", "")]
    [InlineData("a\n\nb\n", "a", "", "b")]
    [InlineData("a\rb\r\r\nc\r", "a\rb\r", "c\r")]
    public void Lines_EndAtLineFeedOrCarriageReturnLineFeed(string text, params string[] expected) =>
        Assert.Equal(expected, Lines(Encoding.UTF8.GetBytes(text)).Select(Encoding.UTF8.GetString));

    [Fact]
    public void ByteOrderMark_IsDroppedAtTheStartOnly() =>
        Assert.Equal(
            [[(byte)'a'], [0xEF, 0xBB, 0xBF, (byte)'b']],
            Lines([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xEF, 0xBB, 0xBF, (byte)'b']));

    [Fact]
    public void ByteOrderMarkAlone_IsNotALine() => Assert.Empty(Lines([0xEF, 0xBB, 0xBF]));

    [Fact]
    public void HalfAByteOrderMark_IsALine() => Assert.Equal([[0xEF, 0xBB]], Lines([0xEF, 0xBB]));

    [Fact]
    public void BinaryAndInvalidUtf8_AreKept()
    {
        byte[] line = [.. Enumerable.Range(0, 256).Select(value => (byte)value).Where(value => value != '\n')];
        Assert.Equal([line, [0xC3, 0x28]], Lines([.. line, (byte)'\n', 0xC3, 0x28, (byte)'\n']));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public void LineAtTheLimit_IsABody(string end)
    {
        using TextFileSource source = Open([.. Line(Max), .. Encoding.ASCII.GetBytes(end)]);

        Assert.Equal((SourceRead.Body, Max), Next(source));
        Assert.Equal(SourceRead.End, Next(source).Found);
    }

    [Fact]
    public void LineWithoutAnEnd_IsSkippedInBoundedCalls()
    {
        const int Size = 40 << 20;
        using TextFileSource source = Open(Line(Size));
        int calls = 0;

        (SourceRead Found, int Length) next;
        do
        {
            next = Next(source);
            calls++;
        }
        while (next.Found == SourceRead.Pending);

        Assert.Equal((SourceRead.TooLarge, Size), next);
        Assert.InRange(calls, 3, 4);
        Assert.Equal(SourceRead.End, Next(source).Found);
    }

    [Theory]
    [InlineData(Max + 1, "\n")]
    [InlineData(Max + 1, "\r\n")]
    [InlineData((1 << 20) - 1, "\r\n")]
    [InlineData(1 << 20, "\r\n")]
    [InlineData((1 << 20) + 1, "\n")]
    [InlineData((2 << 20) - 1, "\r\n")]
    [InlineData(10_000_000, "\n")]
    [InlineData(10_000_000, "\r\n")]
    public void LineOverTheLimit_IsSkippedWithItsSizeAndTheNextIsRead(int size, string end)
    {
        byte[] lineEnd = Encoding.ASCII.GetBytes(end);
        using TextFileSource source = Open([.. Line(3), .. lineEnd, .. Line(size), .. lineEnd, .. Line(5), .. lineEnd]);

        Assert.Equal((SourceRead.Body, 3), Next(source));
        Assert.Equal((SourceRead.TooLarge, size), Next(source));
        Assert.Equal((SourceRead.Body, 5), Next(source));
        Assert.Equal(SourceRead.End, Next(source).Found);
    }

    [Theory]
    [InlineData(Max + 1)]
    [InlineData(5_000_000)]
    public void LastLineOverTheLimitWithoutLineEnd_IsSkipped(int size)
    {
        using TextFileSource source = Open(Line(size));

        Assert.Equal((SourceRead.TooLarge, size), Next(source));
        Assert.Equal(SourceRead.End, Next(source).Found);
        Assert.Equal(SourceRead.End, Next(source).Found);
    }

    [Fact]
    public void LinesLargerThanTheBufferTogether_AreAllRead()
    {
        int[] sizes = [700_000, 0, 1, 999_999, 345_678, 12, 1_000_000, 500_000];
        byte[] file = [.. sizes.SelectMany(size => (byte[])[.. Line(size), (byte)'\n'])];

        Assert.Equal(sizes.Select(Line), Lines(file));
    }

    [Property(MaxTest = 50)]
    public bool AnyLines_ComeBackInOrder(byte[][] bodies)
    {
        byte[][] lines = [.. bodies.Select(body => body.Where(value => value is not ((byte)'\n' or (byte)'\r')).ToArray())];
        byte[][] read = [.. Lines([.. "first\n"u8, .. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])])];
        return read.Length == lines.Length + 1 && read.Skip(1).Zip(lines).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    [Fact]
    public void FileThatGrowsAndIsDeletedMeanwhile_IsReadToTheEnd()
    {
        string path = Path.Combine(_folder, "growing.log");
        using FileStream writer = new(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        writer.Write("first\nsecond\n"u8);
        writer.Flush();
        using TextFileSource source = new(path);

        Assert.Equal((SourceRead.Body, 5), Next(source));
        File.Delete(path);
        Assert.Equal((SourceRead.Body, 6), Next(source));
    }

    [Fact]
    public void Reading_AllocatesNothing()
    {
        using TextFileSource source = Open([.. Enumerable.Repeat("a line of some length\n"u8.ToArray(), 10_000).SelectMany(line => line)]);
        byte[] body = new byte[source.MaxBodyBytes];
        source.Read(1, 0, 0, body, out _);

        long allocated = Allocations.LeastOf(_ =>
        {
            for (int line = 0; line < 1_200; line++)
            {
                source.Read(1, 0, line, body, out int _);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void MissingFile_IsAnError() =>
        Assert.Equal("it does not exist", Refusal(Path.Combine(_folder, "missing.log")).Reason);

    [Fact]
    public void MissingFolder_IsAnError() =>
        Assert.Equal("it does not exist", Refusal(Path.Combine(_folder, "missing", "a.log")).Reason);

    [Fact]
    public void Folder_IsAnError() => Assert.Equal("it is a folder", Refusal(_folder).Reason);

    [Fact]
    public void EmptyPath_IsRefused() => Assert.Equal("", Refusal("").Target);

    [Fact]
    public void UnreadableFile_IsRefused()
    {
        string path = Path.Combine(_folder, "locked.log");
        File.WriteAllText(path, "secret");
        using FileStream exclusive = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(path, Refusal(path).Target);
    }

    private static byte[] Line(int size)
    {
        byte[] line = new byte[size];
        line.AsSpan().Fill((byte)('a' + (size % 26)));
        return line;
    }

    private static SourceFileException Refusal(string path) =>
        Assert.Throws<SourceFileException>(() => new TextFileSource(path));

    private static (SourceRead Found, int Length) Next(TextFileSource source)
    {
        byte[] body = new byte[source.MaxBodyBytes];
        return (source.Read(1, 0, 0, body, out int length), length);
    }

    private TextFileSource Open(byte[] content)
    {
        string path = Path.Combine(_folder, "source.log");
        File.WriteAllBytes(path, content);
        return new TextFileSource(path);
    }

    private List<byte[]> Lines(byte[] content)
    {
        using TextFileSource source = Open(content);
        byte[] body = new byte[source.MaxBodyBytes];
        List<byte[]> lines = [];
        while (source.Read(1, 0, lines.Count, body, out int length) == SourceRead.Body)
        {
            lines.Add(body[..length]);
        }

        return lines;
    }
}

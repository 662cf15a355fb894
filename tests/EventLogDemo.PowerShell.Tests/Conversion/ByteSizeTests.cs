using System.Management.Automation;
using EventLogDemo.PowerShell.Conversion;
using EventLogDemo.PowerShell.Errors;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Conversion;

public sealed class ByteSizeTests
{
    private static readonly ByteSizeTransformationAttribute Transformation = new();

    [Theory]
    [InlineData("1", 1024)]
    [InlineData("512b", 512)]
    [InlineData("1kb", 1024)]
    [InlineData("1KB", 1024)]
    [InlineData("2mb", 2 * 1024 * 1024)]
    [InlineData("1gb", 1024 * 1024 * 1024)]
    [InlineData("0.5kb", 512)]
    [InlineData("-1", -1024)]
    [InlineData("1e30", long.MaxValue)]
    [InlineData(2, 2048)]
    public void Accepted_forms_have_their_size(object written, long bytes) =>
        Assert.Equal(bytes, Assert.IsType<ByteSize>(Transformation.Transform(null!, written)).ToBytes(plainUnit: 1024));

    [Theory]
    [InlineData(1, "1 B")]
    [InlineData(1023, "1,023 B")]
    [InlineData(1L << 20, "1 MB")]
    [InlineData(16L << 30, "16 GB")]
    [InlineData(1536, "1,536 B")]
    public void Limit_is_shown_in_the_largest_whole_unit(long bytes, string expected) => Assert.Equal(expected, ByteSize.Show(bytes));

    [Theory]
    [InlineData("")]
    [InlineData("big")]
    [InlineData("1 parsec")]
    [InlineData("1bk")]
    public void Nonsense_is_refused_with_the_accepted_forms(string written)
    {
        ByteSize size = Assert.IsType<ByteSize>(Transformation.Transform(null!, written));

        SizeFormatException refusal = Assert.Throws<SizeFormatException>(() => size.ToBytes());
        Assert.Contains("512b", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(written, refusal.Target);
    }

    [Theory]
    [InlineData("1kb", 1024)]
    [InlineData("'1kb'", 1024)]
    [InlineData("2", 2048)]
    [InlineData("512b", 512)]
    [InlineData("(1kb)", 1024 * 1024)]
    public async Task Literal_means_what_was_typed_and_a_value_counts_in_the_parameters_unit(string written, long bytes)
    {
        await using ModuleSession session = new(typeof(TestSizeCommand));

        Assert.Equal(bytes, Assert.Single(session.Get($"Test-Size {written}")));
    }
}

[Cmdlet(VerbsDiagnostic.Test, "Size")]
public sealed class TestSizeCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    [ByteSizeTransformation]
    public ByteSize SizeKB { get; set; } = new(0);

    protected override void EndProcessing() => WriteObject(SizeKB.ToBytes(plainUnit: 1024));
}

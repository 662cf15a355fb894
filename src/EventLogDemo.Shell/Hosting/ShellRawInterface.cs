using System.Management.Automation.Host;

namespace EventLogDemo.Shell.Hosting;

/// <summary>Size and colours of the screen; there is no keyboard and no readable screen buffer.</summary>
internal sealed class ShellRawInterface : PSHostRawUserInterface
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 50;

    /// <summary>Columns of the terminal.</summary>
    /// <value>Defaults to 120 without a terminal.</value>
    public static int Width => !Console.IsOutputRedirected && Console.WindowWidth is > 0 and int width ? width : DefaultWidth;

    /// <inheritdoc />
    public override Size BufferSize
    {
        get => new(Width, Height);
        set => throw Unsupported(nameof(BufferSize));
    }

    /// <inheritdoc />
    public override Size WindowSize
    {
        get => new(Width, Height);
        set => throw Unsupported(nameof(WindowSize));
    }

    /// <inheritdoc />
    public override Size MaxWindowSize => WindowSize;

    /// <inheritdoc />
    public override Size MaxPhysicalWindowSize => WindowSize;

    /// <inheritdoc />
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc />
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc />
    public override Coordinates CursorPosition { get; set; }

    /// <inheritdoc />
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc />
    public override int CursorSize { get; set; } = 25;

    /// <inheritdoc />
    public override string WindowTitle { get; set; } = "EventLogDemo";

    /// <inheritdoc />
    public override bool KeyAvailable => false;

    private static int Height => !Console.IsOutputRedirected && Console.WindowHeight is > 0 and int height ? height : DefaultHeight;

    /// <inheritdoc />
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw PromptError.For("A key");

    /// <inheritdoc />
    public override void FlushInputBuffer()
    {
        // Input is never read, so none can be waiting.
    }

    /// <inheritdoc />
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported(nameof(GetBufferContents));

    /// <inheritdoc />
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported(nameof(SetBufferContents));

    /// <inheritdoc />
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported(nameof(SetBufferContents));

    /// <inheritdoc />
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported(nameof(ScrollBufferContents));

    private static HostException Unsupported(string what) => new($"This shell writes line by line and has no {what}.");
}

using EventLogDemo.Engine.Environments;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class ControlHookTests : IDisposable
{
    private readonly HookScript _hook = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _hook.Dispose();

    [Fact]
    public async Task Verb_and_service_are_its_arguments()
    {
        string told = _hook.Path + ".told";
        await Hook($"echo \"$*\" > {told}").RunAsync("suspend", Token);

        Assert.Equal("suspend kafka\n", await File.ReadAllTextAsync(told, Token));
        File.Delete(told);
    }

    [Fact]
    public async Task Failure_has_the_exit_code_and_the_output()
    {
        ControlHookException failure = await Assert.ThrowsAsync<ControlHookException>(
            () => Hook("echo no such node >&2; exit 3").RunAsync("stop", Token));

        Assert.Equal((3, "kafka"), (failure.ExitCode, failure.Target));
        Assert.Contains("Cannot stop kafka: its control hook '", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("exited with code 3: no such node", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_cannot_be_run_is_named()
    {
        ControlHookException failure = await Assert.ThrowsAsync<ControlHookException>(
            () => new ControlHook("kafka", _hook.Path).RunAsync("stop", Token));

        Assert.Null(failure.ExitCode);
        Assert.Contains(_hook.Path, failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ControlHookException>(() => ReadAsync(new ControlHook("kafka", _hook.Path)));
    }

    [Fact]
    public async Task Log_is_its_output_with_blank_lines_and_a_failure_follows_it()
    {
        Assert.Equal(["log kafka 5", "", "last"], await ReadAsync(Hook("echo $*; echo; echo last")));

        ControlHookException failure = await Assert.ThrowsAsync<ControlHookException>(() => ReadAsync(Hook("echo refused >&2; exit 9")));
        Assert.Equal(9, failure.ExitCode);
        Assert.Contains("refused", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAsync(ControlHook hook)
    {
        List<string> lines = [];
        await foreach (string line in hook.ReadAsync("log", 5, follow: false, Token))
        {
            lines.Add(line);
        }

        return lines;
    }

    private ControlHook Hook(string script)
    {
        _hook.Write(script);

        return new ControlHook("kafka", _hook.Path);
    }
}

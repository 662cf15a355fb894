using System.Management.Automation;
using System.Runtime.CompilerServices;
using EventLogDemo.Engine.Errors;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.PowerShell.Errors;
using Xunit;

namespace EventLogDemo.PowerShell.Tests.Errors;

public sealed class ErrorRecordsTests
{
    /// <summary>All kinds of error that the engine and the module foresee.</summary>
    public static TheoryData<Type> Kinds => [.. new[] { typeof(EngineException).Assembly, typeof(ErrorRecords).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsSubclassOf(typeof(EngineException)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_error_has_a_category_and_advice(Type kind)
    {
        EngineException error = (EngineException)RuntimeHelpers.GetUninitializedObject(kind);

        Assert.NotEqual(ErrorCategory.NotSpecified, ErrorRecords.CategoryOf(error.Kind));
        Assert.False(string.IsNullOrWhiteSpace(ErrorRecords.ActionFor(error.Id)), $"SR.resx has no text '{error.Id}'");
    }

    [Fact]
    public void Record_has_id_category_target_and_action()
    {
        ErrorRecord record = ErrorRecords.From(new UnknownServiceException("kafak", ["kafka"]));

        Assert.Equal("UnknownService", record.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, record.CategoryInfo.Category);
        Assert.Equal("kafak", record.TargetObject);
        Assert.Equal(SR.UnknownService, record.ErrorDetails.RecommendedAction);
        Assert.Contains("kafka", record.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_shows_hostile_text_escaped_and_keeps_it_for_scripts()
    {
        const string Hostile = "x\u001b[2Jy";
        ErrorRecord record = ErrorRecords.From(new SourceFileException(Hostile, "it is missing"));

        Assert.Contains(@"x\e[2Jy", record.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', record.ToString() + record.CategoryInfo);
        Assert.Equal(Hostile, record.TargetObject);
        Assert.Contains(Hostile, record.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Last_line_of_a_log_is_shown_and_breaks_nothing()
    {
        ErrorRecord record = ErrorRecords.From(new ServiceExitedException(
            "kafka\nnode", "start", 3, reason: null, ["bad listener", "\u001b[2Jcleared\r\nforged"]));

        Assert.Equal(
            @"Cannot start kafka\nnode: it exited with code 3. Last log line: \e[2Jcleared\r\nforged",
            record.ToString());
    }

    [Fact]
    public void Line_break_within_a_text_of_unknown_origin_is_shown_as_one()
    {
        ErrorRecord record = ErrorRecords.From(new SourceFileException("a\nb", "it is missing"));

        Assert.Equal(@"Cannot read the file 'a\nb': it is missing.", record.ToString());
    }

    [Fact]
    public void Engine_error_inside_an_aggregate_keeps_its_id()
    {
        EngineException single = UnexpectedErrorException.From(new AggregateException(new AggregateException(new NoPipelineException())));

        Assert.IsType<NoPipelineException>(single);
    }
}

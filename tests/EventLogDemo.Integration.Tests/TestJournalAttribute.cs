using System.Reflection;
using Xunit.v3;

[assembly: EventLogDemo.Integration.Tests.TestJournal]

namespace EventLogDemo.Integration.Tests;

/// <summary>
/// Records the start and end of each test in the file that <c>EVENTLOGDEMO_TEST_JOURNAL</c> names: a process that dies leaves no results,
/// and the journal shows during which test it died.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestJournalAttribute : BeforeAfterTestAttribute
{
    private static readonly string? Journal = Environment.GetEnvironmentVariable("EVENTLOGDEMO_TEST_JOURNAL");

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Write("begun", test);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Write("ended", test);

    // One test runs at a time.
    private static void Write(string what, IXunitTest test)
    {
        if (!string.IsNullOrEmpty(Journal))
        {
            File.AppendAllText(Journal, $"{what} {test.TestDisplayName}\n");
        }
    }
}

using System.Reflection;
using Xunit.v3;

[assembly: EventLogDemo.Integration.Tests.TestJournal]

namespace EventLogDemo.Integration.Tests;

/// <summary>
/// Writes which test begins and which ends into the file that <c>EVENTLOGDEMO_TEST_JOURNAL</c> names: a process that dies leaves no results,
/// and this tells under which test it died.
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

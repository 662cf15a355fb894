using EventLogDemo.Engine.Docker.Compose;

namespace EventLogDemo.Engine.Tests.Docker.Compose;

public sealed class ComposeArgumentsTests
{
    [Theory]
    [InlineData("default", "eventlogdemo-default")]
    [InlineData("My.Pipeline_2", "eventlogdemo-my-pipeline_2")]
    [InlineData("Übung", "eventlogdemo--bung")]
    public void Project_is_named_after_the_pipeline(string pipeline, string project) =>
        Assert.Equal(project, ComposeArguments.ProjectOf(pipeline));

    [Fact]
    public void Up_detaches_and_names_project_and_file() => Assert.Equal(
        "compose --ansi never --progress plain --project-name p --file /a b/compose.yaml up --detach --quiet-pull",
        string.Join(' ', ComposeArguments.Up("p", "/a b/compose.yaml")));

    [Theory]
    [InlineData(false, false, "down")]
    [InlineData(true, false, "down --volumes")]
    [InlineData(true, true, "down --volumes --rmi all")]
    public void Down_keeps_data_and_images_by_default(bool volumes, bool images, string expected) => Assert.EndsWith(
        $"--file f {expected}", string.Join(' ', ComposeArguments.Down("p", "f", volumes, images)), StringComparison.Ordinal);
}

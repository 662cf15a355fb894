#Requires -Version 7.6

# What Get-Help shows of the built module, and the examples of the pages that it is made of. Build first: dotnet build

BeforeDiscovery {
    $cmdlets = (Import-PowerShellDataFile "$PSScriptRoot/../../module/EventLogDemo.psd1").CmdletsToExport

    # The examples of a page; what one needs besides this machine stands behind the language of its block.
    function Get-PageExample([string] $Cmdlet) {
        $section = $title = $null
        foreach ($block in (ConvertFrom-Markdown "$PSScriptRoot/../../docs/en-US/$Cmdlet.md").Tokens) {
            if ($block -is [Markdig.Syntax.HeadingBlock]) {
                $title = -join $block.Inline
                if ($block.Level -eq 2) { $section = $title }
            }
            elseif ($section -eq 'EXAMPLES' -and $block.Info -eq 'powershell') {
                @{ Cmdlet = $Cmdlet; Title = $title; Code = $block.Lines.ToString(); Needs = $block.Arguments }
            }
        }
    }

    $examples = foreach ($cmdlet in $cmdlets) { Get-PageExample $cmdlet }
    $elsewhere = @($examples | Where-Object Needs)
    $here = @($examples | Where-Object { -not $_.Needs } | Group-Object Cmdlet | ForEach-Object { @{ Cmdlet = $_.Name; Examples = $_.Group } })
}

BeforeAll {
    $manifest = (Resolve-Path "$PSScriptRoot/../../module/EventLogDemo.psd1").Path
    $before = $env:EVENTLOGDEMO_HOME
    $env:EVENTLOGDEMO_HOME = "$TestDrive/home"
    Import-Module $manifest
}

AfterAll {
    Remove-Module EventLogDemo -ErrorAction Ignore
    $env:EVENTLOGDEMO_HOME = $before
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $_ -Full
        $page = Get-Content "$PSScriptRoot/../../docs/en-US/$_.md" -Raw
    }

    It 'has the synopsis and the examples of its page' {
        $page | Should -Match "## SYNOPSIS\s+$([regex]::Escape($help.Synopsis))\s"
        $help.examples.example.Count | Should -Be ([regex]::Matches($page, '(?m)^### Example ').Count)
    }

    It 'has a text for every parameter' {
        $own = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin [System.Management.Automation.Cmdlet]::CommonParameters }
        $help.parameters.parameter.name | Sort-Object | Should -Be ($own | Sort-Object)
        foreach ($parameter in $help.parameters.parameter) {
            $parameter.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name) is a parameter"
        }
    }
}

Describe 'Get-Help' {
    It 'shows one parameter with what the cmdlet knows of it' {
        $text = Get-Help Start-Pipeline -Parameter PartitionCount | Out-String
        $text | Should -Match '(?s)-PartitionCount <long>.*partitions of the topic.*Default value\s+4\s'
    }

    It 'shows the examples with their output' {
        $text = Get-Help Start-Pipeline -Examples | Out-String -Width 200
        $text | Should -Match '(?s)Example 1: .*Start-Pipeline -Name orders.*orders +Embedded'
    }

    It 'shows the errors by id' {
        Get-Help Wait-Pipeline -Full | Out-String | Should -Match '(?s)NOTES.*- PipelineWaitTimeout: '
    }
}

# The examples of a page follow each other in one session, as its reader would type them.
Describe 'The examples of <Cmdlet>' -ForEach $here {
    BeforeAll {
        $limit = [timespan]::FromMinutes(2)
        $folder = New-Item -ItemType Directory "$TestDrive/$Cmdlet"
        $session = [powershell]::Create()

        function Invoke-InSession([string] $Code) {
            $session.Commands.Clear()
            $session.Streams.ClearStreams()
            # As at the prompt: with the views, which fail too where they are wrong.
            $run = $session.AddScript($Code).AddCommand('Out-String').BeginInvoke()
            if (-not $run.AsyncWaitHandle.WaitOne($limit)) {
                $session.Stop()
                throw "Did not end within $limit."
            }
            $session.EndInvoke($run)
            if ($session.Streams.Error) { throw $session.Streams.Error[0] }
        }

        Invoke-InSession "Import-Module '$manifest'; Set-Location '$folder'"
        # Most pages are about a pipeline that runs; the others begin with one of their own.
        if ($Examples[0].Code -notmatch '\bStart-Pipeline\b') { Invoke-InSession 'Start-Pipeline' }
    }

    AfterAll {
        try { Invoke-InSession 'Get-Pipeline | Stop-Pipeline -RemoveData' }
        finally { $session.Dispose() }
    }

    It '<Title>' -ForEach $Examples {
        Invoke-InSession $Code
    }
}

Describe 'An example that needs more than this machine' {
    It 'has only commands and parameters that exist: <Cmdlet>, <Title> (<Needs>)' -ForEach $elsewhere {
        $mistakes = $null
        $script = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $mistakes)
        $mistakes | Should -BeNullOrEmpty
        foreach ($call in $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command $call.GetCommandName() -ErrorAction Stop
            foreach ($parameter in $call.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] })) {
                # Throws for a name that the command does not have.
                $null = $command.ResolveParameter($parameter.ParameterName)
            }
        }
    }
}

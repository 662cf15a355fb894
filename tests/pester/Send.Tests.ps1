#Requires -Version 7.6

# What a person pipes into Send-LogEvent, in a real PowerShell. Build first: dotnet build

BeforeAll {
    Import-Module "$PSScriptRoot/../../module/EventLogDemo.psd1"
    function Get-Body { (Get-LogEvent Kafka).Body }
}

AfterAll {
    Remove-Module EventLogDemo -ErrorAction Ignore
}

Describe 'Send-LogEvent' {
    BeforeEach { $null = Start-Pipeline -PartitionCount 1 }
    AfterEach { Stop-Pipeline -Confirm:$false }

    It 'sends the rows of a CSV file as JSON' {
        Set-Content TestDrive:/rows.csv 'level,text', 'warn,"a ""b"""', 'info,ü'
        (Import-Csv TestDrive:/rows.csv | Send-LogEvent).Acked | Should -Be 2
        Get-Body | Should -Be '{"level":"warn","text":"a \"b\""}', '{"level":"info","text":"ü"}'
    }

    It 'sends what ConvertFrom-Json read as the same JSON' {
        '{"user":{"id":7,"tags":["x","y"]}}' | ConvertFrom-Json | Send-LogEvent
        Get-Body | Should -Be '{"user":{"id":7,"tags":["x","y"]}}'
    }

    It 'sends the properties that Select-Object chose' {
        [version]'1.2.3' | Select-Object Major, Minor | Send-LogEvent
        Get-Body | Should -Be '{"Major":1,"Minor":2}'
    }

    It 'sends a file of a folder as one JSON object' {
        Set-Content TestDrive:/one.log 'x'
        (Get-Item TestDrive:/one.log | Send-LogEvent).Sent | Should -Be 1
        (Get-Body | ConvertFrom-Json).Name | Should -Be 'one.log'
    }

    It 'sends lines that Get-Content read in groups one by one' {
        Set-Content TestDrive:/lines.log (1..60)
        (Get-Content TestDrive:/lines.log -ReadCount 25 | Send-LogEvent).Acked | Should -Be 60
        Get-Body | Should -Be (1..60).ForEach([string])
    }

    It 'sends an event that came back from a file or a job as it was' {
        Send-LogEvent ([byte[]](255, 0, 27))
        Get-LogEvent Kafka | Export-Clixml TestDrive:/event.xml
        Import-Clixml TestDrive:/event.xml | Send-LogEvent
        (Get-LogEvent Kafka)[1].Bytes | Should -Be 255, 0, 27
    }
}

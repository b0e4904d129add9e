import BehestGrammar
import Foundation
import Testing

@testable import BehestWorkflow

struct TriggerReaderTests {
    static let cases: [DiagnosedWorkflow] = [
        DiagnosedWorkflow(
            "times",
            """
            on:
              schedule:
                - {cron: "0 25 * * *"}
                - {cron: "0 9 * * *", timezone: CET, slots: {z: 1, x: "${{ slots.y }}"}}
                - {timezone: UTC}
                - {cron: [0]}
                - {cron: "@daily", catch-up: some}
                - {cron: "@daily", catch-up: none, within-minutes: 0}
            steps: [{run: [x]}]
            """,
            "5:21 '25' is no hour: it is a number from 0 to 23",
            "6:54 the intent has no slot 'z' (did you mean 'x'?)",
            "6:63 a slot of a schedule is a constant value",
            "6:41 there is no time zone 'CET' (write it as 'Europe/Berlin')",
            "7:11 the schedule has no 'cron'",
            "8:18 a schedule has five fields (minute, hour, day, month, day of the week), not 0",
            "9:38 'catch-up' is one of none, one, all",
            "10:60 'within-minutes' is a whole number from 1 to 527040",
            "10:60 'within-minutes' is for what is caught up with, and nothing is"
        ),
        DiagnosedWorkflow(
            "what is no list of times",
            "on: {schedule: daily, push: {}, hook: {}}\nsteps: [{run: [x]}]",
            "3:27 'push' is not supported yet",
            "3:37 'on' has no key 'hook' (the keys are schedule, webhook)",
            "3:20 'schedule' is a single value, not a list of times"
        ),
        DiagnosedWorkflow(
            "webhooks",
            "on: {webhook: {name: 'a b', slots: {x: title, y: [1]}}}\nsteps: [{run: [x]}]",
            "3:44 'x' is filled from no place of what is sent (write it as '/issue/title')",
            "3:54 'y' is filled from no place of what is sent (write it as '/issue/title')",
            "3:26 'a b' is not a name for a webhook "
                + "(a name begins with a letter and has letters, digits, '-' and '_' only)"
        ),
        DiagnosedWorkflow(
            "nobody to ask",
            "ask: {x: \"What?\"}\nrisk: high\non: {webhook: {name: a}}\nsteps: [{run: [x]}]",
            "5:19 the slot 'x' is asked for, and nobody is there to be asked (fill it under 'slots')",
            "5:9 what can do much harm is never begun without a person (leave 'on' or 'risk: high' out)"
        ),
    ]

    @Test(arguments: cases)
    func findsMistakesInPlace(_ example: DiagnosedWorkflow) throws {
        try example.check()
    }

    @Test func readsEveryKey() throws {
        let definition = try WorkflowSample.definition(
            """
            ask: {x: "What?"}
            on:
              schedule:
                - {cron: "30 9 * * mon-fri", timezone: Europe/Berlin, slots: {x: "1", y: 2}}
                - {cron: "@daily", slots: {x: true}, catch-up: all, within-minutes: 90}
              webhook: {name: issue, slots: {x: /issue/title}}
            steps: [{run: [x]}]
            """
        )
        var daily = Schedule(try CronSchedule("@daily"), slots: ["x": true])
        daily.catchUp = .all
        daily.within = .seconds(5400)
        #expect(
            definition.triggers == [
                .schedule(
                    Schedule(
                        try CronSchedule("30 9 * * mon-fri"),
                        zone: TimeZone(identifier: "Europe/Berlin"),
                        slots: ["x": "1", "y": 2]
                    )
                ),
                .schedule(daily),
                .webhook(name: "issue", slots: ["x": try #require(JSONPointer("/issue/title"))]),
            ]
        )
    }

    @Test(
        arguments: [
            ("", "{\"\":9,\"a\":[7,{\"b/c\":8}],\"~1\":10}"), ("/a/0", "7"), ("/a/1/b~1c", "8"), ("/", "9"),
            ("/~01", "10"),
            ("/a/2", nil), ("/a/00", nil), ("/a/-", nil), ("/b", nil), ("/a/0/0", nil),
        ] as [(String, String?)]
    )
    func findsPlacesInJSON(_ text: String, _ expected: String?) throws {
        let root: JSONValue = ["a": [7, ["b/c": 8]], "": 9, "~1": 10]
        #expect(try #require(JSONPointer(text)).value(in: root)?.json == expected)
        #expect(JSONPointer("a") == nil)
        #expect(JSONPointer("/~2") == nil)
    }
}

import Testing

@testable import BehestWorkflow

struct CommandPolicyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// `nil` stands for data.
        var arguments: [String?]
        var runsData: Bool
        var testDescription: String { arguments.map { $0 ?? "DATA" }.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(arguments: ["cat", nil], runsData: false),
        Case(arguments: ["sh", "-c", nil], runsData: true),
        Case(arguments: ["/bin/bash", "-ec", nil], runsData: true),
        Case(arguments: ["sh", "-c", "echo \"$1\"", "sh", nil], runsData: false),
        Case(arguments: ["sh", "script.sh", nil], runsData: false),
        Case(arguments: ["python3", "-c", nil], runsData: true),
        Case(arguments: ["python3", "tool.py", nil], runsData: false),
        Case(arguments: ["node", "--eval", nil], runsData: true),
        Case(arguments: ["perl", "-ne", nil], runsData: true),
        Case(arguments: ["env", nil], runsData: true),
        Case(arguments: ["env", "A=b", nil], runsData: true),
        Case(arguments: ["env", "A=b", "cat", nil], runsData: false),
        Case(arguments: ["timeout", "10", nil], runsData: true),
        Case(arguments: ["timeout", "10", "cat", nil], runsData: false),
        Case(arguments: ["sudo", "-n", "sh", "-c", nil], runsData: true),
        Case(arguments: ["xargs", nil], runsData: true),
        Case(arguments: ["awk", nil], runsData: true),
        Case(arguments: ["sed", "-n", nil], runsData: true),
        Case(arguments: ["sed", "s/a/b/", nil], runsData: false),
        Case(arguments: ["sed", "-e", "s/a/b/", "-e", nil], runsData: true),
        Case(arguments: ["jq", "-f", nil], runsData: true),
        Case(arguments: ["git", "log", nil], runsData: false),
        Case(arguments: ["git", "-c", nil, "log"], runsData: true),
        Case(arguments: ["sh", nil], runsData: true),
        Case(arguments: ["sh", "-c", "--", nil], runsData: true),
        Case(arguments: ["bash", "-c", "-e", nil], runsData: true),
        Case(arguments: ["bash", "-o", "pipefail", "-c", nil], runsData: true),
        Case(arguments: ["bash", "-eo", "pipefail", "run.sh", nil], runsData: false),
        Case(arguments: ["python3", "-m", nil], runsData: true),
        Case(arguments: ["python3", "-m", "pytest", "-k", nil], runsData: false),
        Case(arguments: ["swift", "test", "--filter", nil], runsData: false),
        Case(arguments: ["ssh", "host", "echo", nil], runsData: true),
        Case(arguments: ["watch", "ls", nil], runsData: true),
        Case(arguments: ["find", ".", "-name", nil], runsData: false),
        Case(arguments: ["find", ".", "-exec", nil], runsData: true),
    ])
    func tellsDataThatWouldBeRun(_ example: Case) throws {
        let index = try #require(example.arguments.lastIndex(of: nil))
        #expect(CommandPolicy.runsData(example.arguments, at: index) == example.runsData)
    }

    @Test(arguments: [
        ("staging", true), ("Sources/UserStore.swift", true), ("straße-2", true), ("a b", false), ("$(id)", false),
        ("a;b", false), ("`id`", false), ("a\nb", false), ("", true), ("{{x}}", false), ("a'b", false), ("a*", false),
    ])
    func recipesGetPlainWordsOnly(_ text: String, _ isPlain: Bool) {
        #expect(CommandPolicy.isPlainWord(text) == isPlain)
        #expect(CommandPolicy.putsDataIntoShellText("/usr/bin/make"))
        #expect(!CommandPolicy.putsDataIntoShellText("git"))
    }

    @Test func aPlanIsCheckedAsWellAsThePack() throws {
        // As a plan could be that was made of something else than a pack that was checked.
        for (arguments, code) in [
            (["sh", "-c", "${{ slots.x }}"], PlanError.Code.codeFromData),
            (["make", "X=${{ slots.x }}"], .codeFromData),
            (["${{ slots.x }}"], .programFromData), (["env", "LEVEL=1", "${{ slots.x }}"], .codeFromData),
        ] {
            let templates = try arguments.map { InputTemplate.text(try TextTemplate($0)) }
            let step = PlannedStep(StepDefinition(id: "a", action: .command(templates)))
            let context = EvaluationContext(slots: ["x": "touch it"], words: "", workspace: "/work")
            let error = #expect(throws: PlanError.self) { try step.resolved(in: context, mayDefer: true) }
            #expect(error?.code == code)
        }
        let environment = [
            "LD_PRELOAD": InputTemplate.constant("a"), "EDITOR": .text(try TextTemplate("${{ slots.x }}")),
        ]
        for (name, value) in environment {
            let step = PlannedStep(
                StepDefinition(id: "a", action: .command([.constant("x")]), environment: [name: value])
            )
            let context = EvaluationContext(slots: ["x": "vi"], words: "", workspace: "/work")
            let error = #expect(throws: PlanError.self) { try step.resolved(in: context, mayDefer: true) }
            #expect(error?.code == .environmentName)
        }
    }
}

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
        Case(arguments: ["git", "log", nil], runsData: false),
    ])
    func tellsDataThatWouldBeRun(_ example: Case) throws {
        let index = try #require(example.arguments.lastIndex(of: nil))
        #expect(CommandPolicy.runsData(example.arguments, at: index) == example.runsData)
    }
}

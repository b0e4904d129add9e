import Testing

@testable import BehestWorkflow

/// Several that do it side by side, and one that judges.
extension TeamAgentTests {
    @Test func oneJudgesWhatOthersAnswered() async throws {
        let programs = Programs([
            "j": { _ in
                AgentResult(outputs: ["best": 2, "reason": "It is shorter."], summary: "Judged.")
            }
        ])
        let team = [Self.member("a"), Self.member("b"), Self.member("j", ["work", "judge"])]
        let (task, turns, findings) = try await Self.outcome(.judge, ["judge": "j"], team, programs)
        #expect(task.state == .succeeded && findings.isEmpty, "\(task.error ?? "")")
        #expect(task.outputs["agent"] == "b" && task.outputs["answer"] == "b" && task.outputs["judge"] == "j")
        #expect(task.outputs["others"] == [["agent": "a", "outputs": ["answer": "a"]]])
        #expect(
            task.outputs["reason"]
                == "'j' judged number 2 of 'a' and 'b' to be the best, which is 'b': It is shorter."
        )
        #expect(Set(turns.map(\.place)) == ["answer-1", "answer-2", "verdict"])
        let question = try #require(programs.assignments.last?.inputs["request"]?.value)
        // It does not know whose answers these are.
        #expect(question["answers"].elements?.map { $0["agent"] } == [.null, .null] && question["wanted"] == "verdict")
    }

    @Test func anotherOneAnswersOrJudgesWhereOneDoesNot() async throws {
        let programs = Programs([
            "a": Self.dies, "j": { _ in AgentResult(outputs: ["best": 7], summary: "Judged.") },
            "k": { _ in AgentResult(outputs: ["scores": [3, 3]], summary: "Judged.") },
        ])
        let team = [
            Self.member("a"), Self.member("b"), Self.member("c"), Self.member("j", ["judge"]),
            Self.member("k", ["judge"]),
        ]
        let inputs: [String: JSONValue] = ["judge": ["skills": ["judge"]], "skills": ["work"]]
        let (task, turns, _) = try await Self.outcome(.judge, inputs, team, programs)
        #expect(task.state == .succeeded, "\(task.error ?? "")")
        // Of equals the first counts: who took the place of the one that died.
        #expect(task.outputs["agent"] == "c" && task.outputs["judge"] == "k")
        #expect(turns.first { $0.member == "j" }?.error?.hasPrefix("It gave no verdict") == true)
        let few = [Self.member("a"), Self.member("b"), Self.member("j", ["judge"])]
        let (failed, _, _) = try await Self.outcome(
            .judge,
            ["judge": "j", "skills": ["work"]],
            few,
            Programs(["a": Self.dies])
        )
        #expect(failed.state == .failed && failed.error?.contains("'a': It was ended by signal 9.") == true)
    }

    @Test func verdicts() {
        let cases: [([String: JSONValue], Int?)] = [
            (["best": 1], 0), (["best": "2"], 1), (["answer": "2"], 1), (["scores": [1, 9]], 1),
            (["scores": [5, 5]], 0),
            (["best": 0], nil), (["best": 3], nil), (["best": 1.5], nil), (["best": true], nil), (["answer": ""], nil),
            (["scores": [1]], nil), ([:], nil), (["answer": "the second"], nil), (["scores": ["x", 1]], nil),
        ]
        for (outputs, best) in cases { #expect(TeamWork.best(outputs, of: 2) == best, "\(outputs)") }
    }
}

import BehestAgents
import BehestAudio
import BehestGrammar
import BehestInference
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Testing
import TestSupport

/// The whole pipeline with real parts; only the recogniser is scripted where its words are not what is tested.
@Suite(.timeLimit(.minutes(10)))
struct CommandPipelineTests {
    @Test func recordedCommandBecomesABug() async throws {
        let place = try PipelinePlace()
        let reports = try await place.reports(of: "file-a-bug", by: try PipelinePlace.moonshine())
        let report = try #require(reports.first)
        #expect(reports.count == 1)
        #expect(report.interpretation?.intent == "FileBug")
        #expect(report.outcome?.run.state == .succeeded)

        let bug = try String(
            contentsOf: place.workspace.appending(path: "bugs/0001-the-import-button-does-nothing.md"),
            encoding: .utf8
        )
        #expect(bug.contains("title: \"the import button does nothing\""))
        #expect(bug.contains("File a bug saying the import button does nothing."))
        let files = try FileManager.default.contentsOfDirectory(atPath: place.workspace.appending(path: "bugs").path)
        #expect(files.contains("0001-the-import-button-does-nothing.flac"))

        for stage in StageTimings.Stage.allCases {
            #expect(report.timings[stage] != nil, "\(stage) was measured")
        }
    }

    @Test func everythingIsInTheJournal() async throws {
        let place = try PipelinePlace()
        let reports = try await place.reports(
            of: "three-commands",
            by: ScriptedTranscriber(["Never mind.", "Nonsense.", "File a bug."])
        )
        #expect(reports.map { $0.decision.map(Self.verdict) } == [.act, .refuse, .ask])

        let journal = try SQLiteJournal(path: place.journalPath)
        for (report, verdict) in zip(reports, [DecisionRecord.Verdict.act, .refuse, .ask]) {
            let id = try #require(report.id)
            let utterance = try #require(try await journal.utterance(id))
            let sound = try #require(utterance.audioPath)
            #expect(FileManager.default.fileExists(atPath: sound))
            #expect(try await journal.transcript(of: id)?.text == report.transcript?.text)
            #expect(try await journal.decision(on: id)?.verdict == verdict)
        }
        #expect(try await journal.runs(limit: 10).map(\.plan.intent) == ["NeverMind"])
        #expect(try await journal.undecidedUtterances().isEmpty)
    }

    @Test func utteranceIsKeptBeforeItIsTranscribed() async throws {
        let place = try PipelinePlace()
        await #expect(throws: ScriptedTranscriber.NothingLeft.self) {
            _ = try await place.reports(of: "file-a-bug", by: ScriptedTranscriber([]))
        }
        let journal = try SQLiteJournal(path: place.journalPath)
        let left = try await journal.undecidedUtterances()
        #expect(left.count == 1)
        #expect(left.allSatisfy { $0.audioPath.map(FileManager.default.fileExists(atPath:)) == true })

        // What was never understood is refused, not acted on later.
        let dispatcher = Dispatcher(journal: journal, agents: AgentRegistry([]))
        #expect(try await dispatcher.recover().utterances.map(\.id) == left.map(\.id))
        let id = try #require(left.first?.id)
        #expect(try await journal.decision(on: id)?.verdict == .refuse)
        #expect(try await dispatcher.recover() == Dispatcher.Recovery())
    }

    @Test func whatNoEndpointCouldTranscribeIsRefusedAndKept() async throws {
        let place = try PipelinePlace()
        var settings = ChainLink.Settings()
        settings.timeLimit = .seconds(600)
        settings.retry.firstDelay = .milliseconds(1)
        let chain = TranscriberChain([ChainLink(FlakyTranscriber(""), settings: settings)])
        let report = try #require(try await place.reports(of: "file-a-bug", by: chain).first)
        #expect(report.failure == FlakyTranscriber.down)
        #expect(report.decision == .refuse(.unheard(reason: FlakyTranscriber.down.message)))
        let id = try #require(report.id)
        let journal = try SQLiteJournal(path: place.journalPath)
        #expect(try await journal.transcriptionAttempts(at: id).map(\.outcome) == report.attempts.map(\.outcome))
        #expect(report.attempts.map(\.cause) == ["first", "retry", "retry"])
        #expect(try await journal.decision(on: id)?.verdict == .refuse)
        #expect(try await journal.runs(limit: 1).isEmpty)
        let sound = try #require(try await journal.utterance(id)?.audioPath)
        #expect(FileManager.default.fileExists(atPath: sound))
    }

    @Test func whatFailsOnceIsHeardByTheNext() async throws {
        let place = try PipelinePlace()
        var settings = ChainLink.Settings()
        settings.retry.retries = 0
        let chain = TranscriberChain([
            ChainLink(FlakyTranscriber(""), settings: settings), ChainLink(ScriptedTranscriber(["Never mind."])),
        ])
        let report = try #require(try await place.reports(of: "never-mind", by: chain).first)
        #expect(report.outcome?.run.state == .succeeded)
        let id = try #require(report.id)
        let journal = try SQLiteJournal(path: place.journalPath)
        let attempts = try await journal.transcriptionAttempts(at: id)
        #expect(attempts.map(\.endpoint) == ["home", "scripted"])
        #expect(attempts.map(\.outcome) == ["unreachable", "answered"])
        #expect(try await journal.transcript(of: id)?.model == "scripted")
        #expect(try await journal.runs(limit: 9).count == 1)
    }

    @Test func inventedTextDoesNothingAndIsToldOf() async throws {
        let place = try PipelinePlace()
        // Ten times what can be said in so short a time.
        let text = Array(repeating: "never mind", count: 60).joined(separator: " ")
        let plausible = PlausibleTranscriber(ScriptedTranscriber([text]))
        let report = try #require(try await place.reports(of: "never-mind", by: plausible).first)
        let invention = try #require(report.transcript?.invention)
        #expect(invention.text == text)
        #expect(report.decision == .refuse(.invented(reason: invention.reason)))
        #expect(report.outcome == nil)
        let id = try #require(report.id)
        let journal = try SQLiteJournal(path: place.journalPath)
        #expect(try await journal.decision(on: id)?.reason == invention.reason)
        #expect(try await journal.transcript(of: id)?.text == "")
    }

    @Test(arguments: [CommandPipeline.Stage.transcript, .intent, .plan])
    func stoppingEarlierLeavesNoTrace(_ stage: CommandPipeline.Stage) async throws {
        let place = try PipelinePlace()
        let words = "File a bug saying it works."
        let reports = try await place.reports(of: "file-a-bug", by: ScriptedTranscriber([words]), stage: stage)
        let report = try #require(reports.first)
        #expect(report.transcript?.text == words)
        #expect((report.interpretation != nil) == (stage != .transcript))
        #expect((report.decision != nil) == (stage == .plan))
        #expect(report.outcome == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.workspace.path).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: place.journalPath))
    }

    @Test func silenceGivesOneReport() async throws {
        let place = try PipelinePlace()
        let reports = try await place.reports(of: "silence", by: ScriptedTranscriber([]))
        #expect(reports.map(\.decision) == [.refuse(.silence)])
    }

    @Test func typedWordsTakeTheSameWay() async throws {
        let place = try PipelinePlace()
        let pipeline = try place.pipeline(nil, stage: .end)
        let report = try await pipeline.process(typed: "  file a MINOR bug, saying the colours are off ")
        #expect(report.interpretation?[slot: "severity"] == .text("minor"))
        #expect(report.interpretation?[slot: "summary"] == .text("the colours are off"))
        #expect(report.outcome?.run.state == .succeeded)
        #expect(report.outcome?.run.said == "Filed bug 1: the colours are off.")
    }

    @Test func timesAreSeenFromNow() async throws {
        let text = """
            intents: {Remind: {data: [{sentences: ["remind me {date_time:when}"]}]}}
            workflows: {Remind: {steps: [], say: "At ${{ slots.when }}."}}
            """
        let pack = try #require(GrammarPack.read(PackDocument(text: text, file: "test.yaml")).pack)
        let now = CivilTime(date: CivilDate(year: 2026, month: 12, day: 31), minuteOfDay: 23 * 60)
        let pipeline = CommandPipeline(
            hearing: nil,
            interpreter: Interpreter(grammar: try Grammar(compiling: [pack]), phonetics: nil),
            decider: Decider(planner: Planner([]), workspace: "/", isConfirmed: true),
            records: nil,
            stage: .intent,
            wallClock: { WallClock(now: now) }
        )
        let report = try await pipeline.process(typed: "Remind me in two hours.")
        #expect(report.interpretation?[slot: "when"] == .text("2027-01-01T01:00"))
        let nonsense = try await pipeline.process(typed: "remind me on the thirtieth of February at noon")
        #expect(nonsense.interpretation == nil)
    }

    @Test func theMachinesClockGoesOn() {
        let clock = WallClock.system
        #expect(clock.after(86_400 * 7) > clock.now)
        #expect(clock.after(0) == clock.now)
    }

    @Test func theSecondHearsOnlyWhatTheFirstIsNotSureOf() async throws {
        let place = try PipelinePlace()
        for (first, heard) in [("Never mind.", "Never mind."), ("Nether mine.", "Stop.")] {
            let ears = [ScriptedTranscriber([first]), ScriptedTranscriber(["Stop."])].map {
                CommandPipeline.Ear(transcriber: $0)
            }
            let pipeline = try place.pipeline(ears: ears, stage: .end)
            var reports: [UtteranceReport] = []
            for try await report in pipeline.commands(in: AudioFile(path: Repository.sample("never-mind").path)) {
                reports.append(report)
            }
            #expect(reports.map(\.transcript?.text) == [heard])
            #expect(reports.map(\.interpretation?.intent) == ["NeverMind"])
            #expect(reports.map(\.outcome?.run.state) == [.succeeded])
        }
    }

    @Test func theJournalSaysWhyWordsThatOnlySoundRightWereActedOn() async throws {
        let place = try PipelinePlace()
        // A long text at which the recogniser was at a loss, and for which the audio has nothing against the reading.
        let ear = ScriptedTranscriber(["Nether mind."], meanLogProbability: -1, tokenCount: 20)
        let ears = [CommandPipeline.Ear(transcriber: ear, witness: ear)]
        let pipeline = try place.pipeline(ears: ears, stage: .end, understandsBySound: true)
        var commands = pipeline.commands(in: AudioFile(path: Repository.sample("never-mind").path)).makeAsyncIterator()
        let report = try #require(try await commands.next())
        #expect(report.interpretation?.intent == "NeverMind")
        let id = try #require(report.id)
        let decision = try #require(try await SQLiteJournal(path: place.journalPath).decision(on: id))
        #expect(decision.verdict == .act)
        #expect(decision.reason.hasPrefix("The words sound like 'never mind', and the audio bears it out ("))
    }

    private static func verdict(_ decision: Decision) -> DecisionRecord.Verdict {
        switch decision {
        case .act: .act
        case .ask: .ask
        case .refuse: .refuse
        }
    }
}

import BehestInference
import FoundationEssentials
import Testing
import TestSupport

struct ModelTests {
    /// Silero's model, which set-up has fetched: small, and all its dimensions are known.
    private let path = Models.voiceActivity

    @Test func describesItsPorts() throws {
        let model = try Models.runtime().model(at: path, threads: 1)
        #expect(model.inputs.map(\.name).sorted() == ["input", "state"])
        #expect(model.outputNames.sorted() == ["output", "stateN"])
        let state = try #require(model.inputs.first { $0.name == "state" })
        #expect(state.shape == [2, 1, 128])
        #expect(state.elementType == .float)
    }

    @Test func describesDimensionsThatAreOpenAndOtherNumbers() throws {
        let decoder = Models.root.appending(path: "models/moonshine-base/decoder_model_merged.onnx").path
        let model = try Models.runtime().model(at: decoder, threads: 1)
        let tokens = try #require(model.inputs.first { $0.name == "input_ids" })
        #expect(tokens.shape == [nil, nil])
        #expect(tokens.elementType == .int64)
        let branch = try #require(model.inputs.first { $0.name == "use_cache_branch" })
        #expect(branch.shape == [1])
        #expect(branch.elementType == .bool)
    }

    @Test func runsOnTensorsOfItsShapes() throws {
        let runtime = try Models.runtime()
        let model = try runtime.model(at: path, threads: 1)
        let silence = [Float](repeating: 0, count: 576)
        let zeros = [Float](repeating: 0, count: 256)
        let outputs = try model.run([
            "input": try runtime.tensor(silence.span, shape: [1, 576]),
            "state": try runtime.tensor(zeros.span, shape: [2, 1, 128]),
        ])
        let probability = try #require(outputs["output"])
        #expect(probability.shape == [1, 1])
        #expect(probability.withFloats { $0[0] } < 0.1)
        #expect(outputs["stateN"]?.shape == [2, 1, 128])
    }

    @Test func aRunThatIsToEndGivesNothing() throws {
        let runtime = try Models.runtime()
        let model = try runtime.model(at: path, threads: 1)
        let values = [
            "input": try runtime.tensor([Float](repeating: 0, count: 576).span, shape: [1, 576]),
            "state": try runtime.tensor([Float](repeating: 0, count: 256).span, shape: [2, 1, 128]),
        ]
        let stop = try runtime.stop()
        #expect(try model.run(values, until: stop).count == 2)
        stop.trigger()
        let error = #expect(throws: InferenceError.self) { _ = try model.run(values, until: stop) }
        #expect(error?.code == .runFailed)
        // Neither the model nor other runs are the worse for it.
        #expect(try model.run(values, until: try runtime.stop()).count == 2)
    }

    @Test func namesWhatItDoesNotTake() throws {
        let runtime = try Models.runtime()
        let model = try runtime.model(at: path, threads: 1)
        let error = #expect(throws: InferenceError.self) {
            _ = try model.run(["sound": try runtime.tensor([Float(0)].span, shape: [1])])
        }
        #expect(error?.code == .runFailed)
        #expect(error?.message == "The model '\(path)' failed: it takes no 'sound'.")
    }

    @Test func missingFileNamesTheCommandThatFetchesIt() throws {
        let runtime = try Models.runtime()
        let error = #expect(throws: InferenceError.self) {
            _ = try runtime.model(at: "/nowhere/model.onnx", threads: 1)
        }
        #expect(error?.code == .modelMissing)
        #expect(
            error?.message == "There is no model file '/nowhere/model.onnx'. Run scripts/setup models to fetch it."
        )
    }

    @Test func damagedFileIsUnusable() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "model.onnx")
        try Data("not a model".utf8).write(to: file)
        let runtime = try Models.runtime()
        let error = #expect(throws: InferenceError.self) { _ = try runtime.model(at: file.path, threads: 1) }
        #expect(error?.code == .modelUnusable)
    }

    @Test(arguments: ["/nowhere/libonnxruntime.so", "/etc/passwd"])
    func libraryThatCannotBeOpenedIsUnavailable(path: String) {
        let error = #expect(throws: InferenceError.self) { _ = try InferenceRuntime(library: path) }
        #expect(error?.code == .runtimeUnavailable)
        #expect(error?.message.hasPrefix("Could not open ONNX Runtime at '\(path)': ") == true)
        #expect(error?.message.hasSuffix("Run scripts/setup to install it.") == true)
    }

    @Test func otherLibraryIsNotTakenForTheRuntime() {
        let error = #expect(throws: InferenceError.self) { _ = try InferenceRuntime(library: "libc.so.6") }
        #expect(error?.message.contains("it is not ONNX Runtime") == true)
    }
}

extension Models {
    fileprivate static func runtime() throws -> InferenceRuntime {
        try InferenceRuntime(library: runtimeLibrary)
    }
}

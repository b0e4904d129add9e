public import FoundationEssentials

/// Where the models and ONNX Runtime's library are kept, as `scripts/setup` puts them.
public struct ModelStore: Sendable, Hashable {
    /// The folder that holds `lib` and `models`.
    public let root: URL

    /// Names a store.
    public init(root: URL) {
        self.root = root
    }

    /// Finds the user's store: `$XDG_DATA_HOME/behest`, or `~/.local/share/behest`.
    ///
    /// - Parameter environment: the process's environment.
    public init(environment: [String: String]) {
        let home = environment["HOME"] ?? "/"
        let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.local/share"
        root = URL(filePath: data).appending(path: "behest")
    }

    /// ONNX Runtime's shared library.
    public var runtimeLibrary: URL { root.appending(path: "lib/libonnxruntime.so") }

    /// Silero's voice activity model.
    public var voiceActivityModel: URL { root.appending(path: "models/silero/silero_vad_16k.onnx") }

    /// The folder of one size of Moonshine.
    public func folder(of size: MoonshineSize) -> URL {
        root.appending(path: "models/\(size.modelName)")
    }
}

/// The sizes of the embedded recogniser.
public enum MoonshineSize: String, Sendable, Hashable, CaseIterable {
    /// 61 million parameters: the more accurate one.
    case base
    /// 27 million parameters: the quicker one.
    case tiny

    /// The name that its folder and its transcripts carry.
    public var modelName: String { "moonshine-\(rawValue)" }
}

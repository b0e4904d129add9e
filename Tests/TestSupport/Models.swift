public import FoundationEssentials

/// What `scripts/setup` has put in the user's data folder; the tests use the real things.
public enum Models {
    /// The folder that holds `lib` and `models`.
    public static var root: URL {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? "/") + "/.local/share"
        return URL(filePath: data).appending(path: "behest")
    }

    /// ONNX Runtime's shared library.
    public static var runtimeLibrary: String { root.appending(path: "lib/libonnxruntime.so").path }

    /// Silero's model file.
    public static var voiceActivity: String { root.appending(path: "models/silero/silero_vad_16k.onnx").path }
}

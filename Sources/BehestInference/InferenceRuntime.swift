/// The library that runs the models.
///
/// ```swift
/// let runtime = try InferenceRuntime(library: "/usr/lib/libonnxruntime.so")
/// let model = try runtime.model(at: "encoder.onnx", threads: 2)
/// ```
public struct InferenceRuntime: Sendable {
    let handle: RuntimeHandle

    /// Opens ONNX Runtime's shared library.
    ///
    /// - Parameter library: the path of the shared library.
    /// - Throws: ``InferenceError`` when it cannot be opened or is too old.
    public init(library: String) throws(InferenceError) {
        handle = try RuntimeHandle(path: library)
    }

    /// The library's version, such as `1.32.0`.
    public var version: String { handle.version }

    /// Loads a model file (`.onnx` or `.ort`).
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - threads: how many threads one run may use.
    /// - Returns: the model; loading takes from milliseconds to seconds, by its size.
    /// - Throws: ``InferenceError`` when the file is missing or no model.
    public func model(at path: String, threads: Int) throws(InferenceError) -> Model {
        try Model(path: path, threads: threads, runtime: handle)
    }
}

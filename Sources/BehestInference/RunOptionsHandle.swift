internal import COnnxRuntime

/// ONNX Runtime's options of a run, which hold the mark that ends it.
///
/// `@unchecked Sendable`: the pointer is set once. A run only reads what it points to, and ONNX Runtime lets the mark be set
/// from any thread meanwhile.
@safe final class RunOptionsHandle: @unchecked Sendable {
    let options: OpaquePointer
    private let runtime: RuntimeHandle

    init(_ runtime: RuntimeHandle) throws(RuntimeHandle.Failure) {
        var options: OpaquePointer?
        try unsafe runtime.check(ort_create_run_options(runtime.table, &options))
        guard let options = unsafe options else { throw RuntimeHandle.Failure(reason: "no options were made") }
        unsafe self.options = unsafe options
        self.runtime = runtime
    }

    deinit {
        unsafe ort_release_run_options(runtime.table, options)
    }

    /// Sets the mark.
    func terminate() {
        // It cannot fail; a status would still have to be released.
        try? unsafe runtime.check(ort_terminate(runtime.table, options))
    }
}

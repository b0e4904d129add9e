internal import COnnxRuntime
internal import Glibc

/// One of ONNX Runtime's sessions, with the names of its ports as C strings.
@safe final class SessionHandle {
    typealias Failure = RuntimeHandle.Failure

    private let session: OpaquePointer
    private let runtime: RuntimeHandle
    /// Names as the library gave them, kept for the life of the session: a run passes them back by address.
    private let inputNames: [String: UnsafeMutablePointer<CChar>]
    private let outputNamesInOrder: [(String, UnsafeMutablePointer<CChar>)]
    private let outputNamesByText: [String: UnsafeMutablePointer<CChar>]

    init(path: String, threads: Int, runtime: RuntimeHandle) throws(Failure) {
        let table = unsafe runtime.table
        var options: OpaquePointer?
        try unsafe runtime.check(ort_create_options(table, &options))
        guard let options = unsafe options else { throw Failure(reason: "no options were made") }
        defer { unsafe ort_release_options(table, options) }
        try unsafe runtime.check(ort_set_threads(table, options, Int32(threads)))
        try unsafe runtime.check(ort_set_log_level(table, options, Int32(ORT_LOG_FATAL)))
        // A thread that waits for its part of a step by turning round takes the processor from the others, and from every other
        // program: sleeping is quicker for models as small as these, and much quicker beside other work.
        try unsafe runtime.check(ort_add_config(table, options, "session.intra_op.allow_spinning", "0"))

        var session: OpaquePointer?
        try unsafe runtime.check(ort_create_session(table, runtime.environment, path, options, &session))
        guard let session = unsafe session else { throw Failure(reason: "no session was made") }
        unsafe self.session = unsafe session
        self.runtime = runtime
        do {
            let inputs = try unsafe Self.names(session, runtime, count: ort_input_count, name: ort_input_name)
            let outputs = try unsafe Self.names(session, runtime, count: ort_output_count, name: ort_output_name)
            unsafe inputNames = unsafe Dictionary(uniqueKeysWithValues: inputs)
            unsafe outputNamesInOrder = unsafe outputs
            unsafe outputNamesByText = unsafe Dictionary(uniqueKeysWithValues: outputs)
        } catch {
            unsafe ort_release_session(table, session)
            throw error
        }
    }

    deinit {
        unsafe ort_release_session(runtime.table, session)
        unsafe outputNamesInOrder.forEach { unsafe free($0.1) }
        unsafe inputNames.values.forEach { unsafe free($0) }
    }

    func outputNames() throws(Failure) -> [String] { unsafe outputNamesInOrder.map(\.0) }

    func inputs() throws(Failure) -> [Model.Port] {
        var ports: [Model.Port] = []
        for index in unsafe 0..<inputNames.count {
            ports.append(try port(index))
        }
        return ports
    }

    func run(
        _ values: [String: Tensor],
        producing wanted: [String],
        until stop: RunStop?
    ) throws(Failure) -> [String: Tensor] {
        let (names, tensors) = try unsafe arguments(values)
        let outputs = try unsafe wanted.map { name throws(Failure) -> UnsafePointer<CChar> in
            guard let pointer = unsafe outputNamesByText[name] else { throw Failure(reason: "it gives no '\(name)'") }
            return unsafe UnsafePointer(pointer)
        }
        var results = unsafe [OpaquePointer?](repeating: nil, count: wanted.count)
        let status = unsafe ort_run(
            runtime.table,
            session,
            stop?.handle.options,
            names,
            tensors,
            names.count,
            outputs,
            outputs.count,
            &results
        )
        // What it was given must outlive the call.
        withExtendedLifetime((values, stop)) {}
        try unsafe runtime.check(status)

        var tensorsByName: [String: Tensor] = [:]
        tensorsByName.reserveCapacity(wanted.count)
        for (index, name) in wanted.enumerated() {
            guard let result = unsafe results[index] else { throw Failure(reason: "it gave no '\(name)'") }
            tensorsByName[name] = try unsafe Tensor(takingOwnershipOf: result, runtime: runtime)
        }
        return tensorsByName
    }

    private func arguments(
        _ values: [String: Tensor]
    ) throws(Failure) -> ([UnsafePointer<CChar>], [OpaquePointer]) {
        var names: [UnsafePointer<CChar>] = unsafe []
        var tensors: [OpaquePointer] = unsafe []
        for (name, tensor) in values {
            guard let pointer = unsafe inputNames[name] else { throw Failure(reason: "it takes no '\(name)'") }
            unsafe names.append(UnsafePointer(pointer))
            unsafe tensors.append(tensor.value)
        }
        return unsafe (names, tensors)
    }

    private func port(_ index: Int) throws(Failure) -> Model.Port {
        let table = unsafe runtime.table
        var type: OpaquePointer?
        try unsafe runtime.check(ort_input_type(table, session, index, &type))
        guard let type = unsafe type else { throw Failure(reason: "input \(index) has no type") }
        defer { unsafe ort_release_type(table, type) }
        var info: OpaquePointer?
        try unsafe runtime.check(ort_tensor_info(table, type, &info))
        guard let info = unsafe info else { throw Failure(reason: "input \(index) is no tensor") }
        let (shape, elementType) = try unsafe runtime.shapeAndType(of: info)

        var name: UnsafeMutablePointer<CChar>?
        try unsafe runtime.check(ort_input_name(table, session, index, runtime.allocator, &name))
        guard let name = unsafe name else { throw Failure(reason: "input \(index) has no name") }
        defer { try? unsafe runtime.check(ort_allocator_free(table, runtime.allocator, name)) }
        return Model.Port(
            name: unsafe String(cString: name),
            shape: shape.map { $0 < 0 ? nil : $0 },
            elementType: elementType
        )
    }

    private typealias CountFunction = (OpaquePointer, OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
    private typealias NameFunction = (
        OpaquePointer, OpaquePointer, Int, OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    ) -> OpaquePointer?

    /// The names of all inputs or of all outputs, each with a copy in C's form that is to be freed.
    private static func names(
        _ session: OpaquePointer,
        _ runtime: RuntimeHandle,
        count: CountFunction,
        name: NameFunction
    ) throws(Failure) -> [(String, UnsafeMutablePointer<CChar>)] {
        var total = 0
        try unsafe runtime.check(count(runtime.table, session, &total))
        var names: [(String, UnsafeMutablePointer<CChar>)] = unsafe []
        for index in 0..<total {
            var given: UnsafeMutablePointer<CChar>?
            try unsafe runtime.check(name(runtime.table, session, index, runtime.allocator, &given))
            guard let given = unsafe given, let copy = unsafe strdup(given) else {
                throw Failure(reason: "a name is missing")
            }
            try unsafe runtime.check(ort_allocator_free(runtime.table, runtime.allocator, given))
            unsafe names.append((String(cString: copy), copy))
        }
        return unsafe names
    }
}

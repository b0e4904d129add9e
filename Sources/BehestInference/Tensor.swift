internal import COnnxRuntime

/// A value that goes into a model or comes out of it: numbers of one type in a box of some shape.
///
/// A tensor is given from one run to the next without a copy. It belongs to one thread or actor at a time.
@safe public final class Tensor {
    /// The types of numbers that a tensor may hold here.
    public enum ElementType: Sendable, Hashable {
        /// 32-bit floating point.
        case float
        /// 64-bit integers.
        case int64
        /// Truth values.
        case bool
    }

    /// The length of each dimension, outermost first; empty for a single number.
    public let shape: [Int]

    /// The type of its numbers.
    public let elementType: ElementType

    let value: OpaquePointer
    private let runtime: RuntimeHandle

    /// Takes over a value that ONNX Runtime made.
    init(takingOwnershipOf value: OpaquePointer, runtime: RuntimeHandle) throws(RuntimeHandle.Failure) {
        unsafe self.value = unsafe value
        self.runtime = runtime
        do {
            (shape, elementType) = try unsafe Self.describe(value, runtime)
        } catch {
            unsafe ort_release_value(runtime.table, value)
            throw error
        }
    }

    deinit {
        unsafe ort_release_value(runtime.table, value)
    }

    /// How many numbers it holds.
    public var count: Int { shape.reduce(1, *) }

    /// Lets a closure read the numbers in row-major order.
    ///
    /// - Precondition: the tensor holds floats.
    public func withFloats<Result, Failure: Error>(
        _ body: (Span<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(elementType == .float, "the tensor does not hold floats")
        let buffer = unsafe UnsafeBufferPointer(start: address(as: Float.self), count: count)
        return try body(unsafe buffer.span)
    }

    /// The place of the numbers; `nil` only when there are none.
    private func address<Element>(as type: Element.Type) -> UnsafeMutablePointer<Element>? {
        var pointer: UnsafeMutableRawPointer?
        // It cannot fail for a tensor of numbers; a status would still have to be released.
        try? unsafe runtime.check(ort_tensor_data(runtime.table, value, &pointer))
        return unsafe pointer?.assumingMemoryBound(to: type)
    }

    private static func describe(
        _ value: OpaquePointer,
        _ runtime: RuntimeHandle
    ) throws(RuntimeHandle.Failure) -> ([Int], ElementType) {
        var info: OpaquePointer?
        try unsafe runtime.check(ort_value_info(runtime.table, value, &info))
        guard let info = unsafe info else { throw .init(reason: "the value has no type") }
        defer { unsafe ort_release_info(runtime.table, info) }
        return try unsafe runtime.shapeAndType(of: info)
    }
}

extension InferenceRuntime {
    /// Makes a tensor of floats.
    ///
    /// - Precondition: there are as many values as the shape asks for.
    public func tensor(_ values: Span<Float>, shape: [Int]) throws(InferenceError) -> Tensor {
        try makeTensor(values, shape: shape, type: Int32(ORT_FLOAT))
    }

    /// Makes a tensor of 64-bit integers.
    ///
    /// - Precondition: there are as many values as the shape asks for.
    public func tensor(_ values: Span<Int64>, shape: [Int]) throws(InferenceError) -> Tensor {
        try makeTensor(values, shape: shape, type: Int32(ORT_INT64))
    }

    /// Makes a tensor of truth values.
    ///
    /// - Precondition: there are as many values as the shape asks for.
    public func tensor(_ values: Span<Bool>, shape: [Int]) throws(InferenceError) -> Tensor {
        try makeTensor(values, shape: shape, type: Int32(ORT_BOOL))
    }

    private func makeTensor<Element: BitwiseCopyable>(
        _ values: Span<Element>,
        shape: [Int],
        type: Int32
    ) throws(InferenceError) -> Tensor {
        precondition(values.count == shape.reduce(1, *), "the shape does not fit the values")
        do throws(RuntimeHandle.Failure) {
            var value: OpaquePointer?
            let dimensions = shape.map(Int64.init)
            try unsafe handle.check(
                ort_create_tensor(handle.table, handle.allocator, dimensions, dimensions.count, type, &value)
            )
            guard let value = unsafe value else { throw RuntimeHandle.Failure(reason: "no value was made") }
            let tensor = try unsafe Tensor(takingOwnershipOf: value, runtime: handle)
            var target: UnsafeMutableRawPointer?
            try unsafe handle.check(ort_tensor_data(handle.table, value, &target))
            unsafe values.withUnsafeBytes { source in
                guard let start = source.baseAddress, source.count > 0 else { return }
                unsafe target?.copyMemory(from: start, byteCount: source.count)
            }
            return tensor
        } catch {
            throw InferenceError(.runFailed, "Could not make a tensor of shape \(shape): \(error.reason).")
        }
    }
}

extension RuntimeHandle {
    /// The shape and type that a description gives; a dimension that is open is -1.
    func shapeAndType(of info: OpaquePointer) throws(Failure) -> ([Int], Tensor.ElementType) {
        var rank = 0
        try unsafe check(ort_rank(table, info, &rank))
        var dimensions = [Int64](repeating: 0, count: rank)
        try unsafe check(ort_dimensions(table, info, &dimensions, rank))
        var type: Int32 = 0
        try unsafe check(ort_element_type(table, info, &type))
        let element: Tensor.ElementType
        switch Int(type) {
        case ORT_FLOAT: element = .float
        case ORT_INT64: element = .int64
        case ORT_BOOL: element = .bool
        default: throw Failure(reason: "numbers of type \(type) are not supported")
        }
        return (dimensions.map(Int.init), element)
    }
}

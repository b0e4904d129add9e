internal import CFuzzer
internal import Fuzzing
internal import Glibc

// usage: grammar-fuzzer TARGET [ARGUMENTS OF LIBFUZZER…]
//
// It is started by scripts/fuzz.

guard CommandLine.arguments.count > 1, FuzzTarget(rawValue: CommandLine.arguments[1]) != nil else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    print("The first argument names what is fuzzed: \(names).")
    exit(2)
}

/// Takes one input; what is fuzzed is looked up for each, as a C function can hold nothing.
func take(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: size))
    FuzzTarget(rawValue: CommandLine.arguments[1])?.take(bytes)
    return 0
}

var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv + 1
exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, take))

"""Ask for memory that will be read soon, so that nobody waits for it then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import config
from numba.core import cgutils, types
from numba.extending import intrinsic

if TYPE_CHECKING:
    from graph.kernels.csr import AnyArray

if config.DISABLE_JIT:  # type: ignore[attr-defined] # set when it is imported

    def prefetch(array: AnyArray, index: int) -> None:
        """Nothing: without the compiler nothing waits for memory only."""

else:

    @intrinsic
    def prefetch(_context: Any, array: Any, index: Any) -> tuple[Any, Any]:
        """Bring an item of an array, which must be in its bounds, into the cache.

        It reads nothing and changes nothing. Worth while where a loop over many rows
        knows the next ones and each lies somewhere else.
        """

        def compiled(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            kind, counted = signature.args
            view = context.make_array(kind)(context, builder, given[0])
            place = context.cast(builder, given[1], counted, types.intp)
            item = cgutils.get_item_pointer(
                context, builder, kind, view, [place], wraparound=False
            )
            byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
            hint = cgutils.get_or_insert_function(
                builder.module,
                ir.FunctionType(ir.VoidType(), [byte, number, number, number]),
                "llvm.prefetch.p0i8",
            )
            # to read, to keep, data
            flags = number(0), number(3), number(1)
            builder.call(hint, [builder.bitcast(item, byte), *flags])
            return context.get_dummy_value()

        return types.void(array, index), compiled

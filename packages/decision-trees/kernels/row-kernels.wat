;; The loops over rows that trees are grown and sampled with. Addresses and sizes are in bytes, rows and codes are 32-bit; a caller in
;; JavaScript (src/row-kernels.ts) lays the arrays out in memory. Three times as fast as the same loops in JavaScript, which check
;; every access and run out of registers, and as fast the first time as the last. `npm run kernels` makes src/row-kernels-code.ts from this file.
(module
  (memory (export "memory") 1)

  ;; Parts the rows of a node. Those whose code in $column has a 4 in the 256 bytes at $left stay in $own, from the front on; the others go to
  ;; $other, laid from the back on. Every row is written to both places and the free one of the two moves on: no branch per row.
  ;; Returns how many stay. $n is at least 1.
  (func (export "splitRows")
    (param $own i32) (param $other i32) (param $column i32) (param $left i32) (param $n i32) (result i32)
    (local $from i32) (local $end i32) (local $kept i32) (local $free i32) (local $row i32) (local $side i32)
    (local.set $from (local.get $own))
    (local.set $end (i32.add (local.get $own) (i32.shl (local.get $n) (i32.const 2))))
    (local.set $kept (local.get $own))
    (local.set $free (i32.sub (i32.add (local.get $other) (i32.shl (local.get $n) (i32.const 2))) (i32.const 4)))
    (loop $rows
      (local.set $row (i32.load (local.get $from)))
      (i32.store (local.get $kept) (local.get $row))
      (i32.store (local.get $free) (local.get $row))
      (local.set $side
        (i32.load8_u (i32.add (local.get $left) (i32.load8_u (i32.add (local.get $column) (local.get $row))))))
      (local.set $kept (i32.add (local.get $kept) (local.get $side)))
      (local.set $free (i32.sub (i32.add (local.get $free) (local.get $side)) (i32.const 4)))
      (br_if $rows (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 4))) (local.get $end))))
    (i32.shr_u (i32.sub (local.get $kept) (local.get $own)) (i32.const 2)))

  ;; The first $n numbers of xoshiro128++ (Blackman & Vigna 2021) from a state of four words. $n is at least 1.
  (func (export "fillBits") (param $s0 i32) (param $s1 i32) (param $s2 i32) (param $s3 i32) (param $bits i32) (param $n i32)
    (local $end i32) (local $t i32)
    (local.set $end (i32.add (local.get $bits) (i32.shl (local.get $n) (i32.const 2))))
    (loop $numbers
      (i32.store (local.get $bits)
        (i32.add (i32.rotl (i32.add (local.get $s0) (local.get $s3)) (i32.const 7)) (local.get $s0)))
      (local.set $t (i32.shl (local.get $s1) (i32.const 9)))
      (local.set $s2 (i32.xor (local.get $s2) (local.get $s0)))
      (local.set $s3 (i32.xor (local.get $s3) (local.get $s1)))
      (local.set $s1 (i32.xor (local.get $s1) (local.get $s2)))
      (local.set $s0 (i32.xor (local.get $s0) (local.get $s3)))
      (local.set $s2 (i32.xor (local.get $s2) (local.get $t)))
      (local.set $s3 (i32.rotl (local.get $s3) (i32.const 11)))
      (br_if $numbers (i32.lt_u (local.tee $bits (i32.add (local.get $bits) (i32.const 4))) (local.get $end)))))

  ;; One of the $size codes at $pool for each of $n rows, written to its row's place in $drawn: Fisher & Yates, one step per draw, so that
  ;; every code comes once before any comes again. Leaves the pool shuffled. $size and $n are at least 1.
  (func (export "drawLeaf")
    (param $pool i32) (param $size i32) (param $rows i32) (param $bits i32) (param $n i32) (param $drawn i32)
    (local $at i32) (local $last i32) (local $end i32) (local $other i32) (local $code i32)
    (local.set $at (local.get $pool))
    (local.set $last (i32.add (local.get $pool) (i32.shl (local.get $size) (i32.const 2))))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $n) (i32.const 2))))
    (loop $draws
      ;; bits * codes left / 2^32, rounded down
      (local.set $other
        (i32.add
          (local.get $at)
          (i32.shl
            (i32.wrap_i64
              (i64.shr_u
                (i64.mul
                  (i64.load32_u (local.get $bits))
                  (i64.extend_i32_u (i32.shr_u (i32.sub (local.get $last) (local.get $at)) (i32.const 2))))
                (i64.const 32)))
            (i32.const 2))))
      (local.set $code (i32.load (local.get $other)))
      (i32.store (local.get $other) (i32.load (local.get $at)))
      (i32.store (local.get $at) (local.get $code))
      (i32.store (i32.add (local.get $drawn) (i32.shl (i32.load (local.get $rows)) (i32.const 2))) (local.get $code))
      (if (i32.eq (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $last))
        (then (local.set $at (local.get $pool))))
      (local.set $bits (i32.add (local.get $bits) (i32.const 4)))
      (br_if $draws (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end)))))

  ;; The best cut of one feature for the $n rows at $rows, whose classes (0 ... $present - 1, 16-bit) lie at $classes: a histogram of bin by class, then one
  ;; pass over its cells in which they go from right to left. $table holds n ln n, $total the rows of each class, $sum its entries for these
  ;; counts added up, $node the node's own term. A gain above that at $best (64-bit) is written there, the bin behind it; returns whether one was.
  (func (export "scanDense")
    (param $column i32) (param $rows i32) (param $classes i32) (param $n i32) (param $bins i32) (param $present i32)
    (param $histogram i32) (param $total i32) (param $left i32) (param $table i32) (param $minLeaf i32)
    (param $sum f64) (param $node f64) (param $best i32) (result i32)
    (local $end i32) (local $cell i32) (local $k i32) (local $bin i32) (local $count i32) (local $l i32) (local $r i32)
    (local $below i32) (local $before i32) (local $width i32) (local $gain f64) (local $better i32)
    (local.set $width (i32.shl (local.get $present) (i32.const 2)))
    (memory.fill (local.get $histogram) (i32.const 0) (i32.mul (local.get $bins) (local.get $width)))
    (memory.fill (local.get $left) (i32.const 0) (local.get $width))
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $n) (i32.const 2))))
    (loop $fill
      (local.set $cell
        (i32.add
          (local.get $histogram)
          (i32.shl
            (i32.add
              (i32.mul
                (i32.load8_u (i32.add (local.get $column) (i32.load (local.get $rows))))
                (local.get $present))
              (i32.load16_u (local.get $classes)))
            (i32.const 2))))
      (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
      (local.set $classes (i32.add (local.get $classes) (i32.const 2)))
      (br_if $fill (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end))))
    (local.set $cell (local.get $histogram))
    (block $done
      (loop $cut
        (br_if $done (i32.ge_s (local.get $bin) (i32.sub (local.get $bins) (i32.const 1))))
        (local.set $before (local.get $below))
        (local.set $k (i32.const 0))
        (loop $class
          (if (local.tee $count (i32.load (local.get $cell)))
            (then
              (local.set $l (i32.load (i32.add (local.get $left) (local.get $k))))
              (local.set $r (i32.sub (i32.load (i32.add (local.get $total) (local.get $k))) (local.get $l)))
              (i32.store (i32.add (local.get $left) (local.get $k)) (i32.add (local.get $l) (local.get $count)))
              (local.set $sum
                (f64.add
                  (local.get $sum)
                  (f64.sub
                    (f64.add
                      (f64.sub
                        (f64.load
                          (i32.add
                            (local.get $table)
                            (i32.shl (i32.add (local.get $l) (local.get $count)) (i32.const 3))))
                        (f64.load (i32.add (local.get $table) (i32.shl (local.get $l) (i32.const 3)))))
                      (f64.load
                        (i32.add
                          (local.get $table)
                          (i32.shl (i32.sub (local.get $r) (local.get $count)) (i32.const 3)))))
                    (f64.load (i32.add (local.get $table) (i32.shl (local.get $r) (i32.const 3)))))))
              (local.set $below (i32.add (local.get $below) (local.get $count)))))
          (local.set $cell (i32.add (local.get $cell) (i32.const 4)))
          (br_if $class
            (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 4))) (local.get $width))))
        (local.set $bin (i32.add (local.get $bin) (i32.const 1)))
        (br_if $cut (i32.eq (local.get $below) (local.get $before)))
        (br_if $cut (i32.lt_s (local.get $below) (local.get $minLeaf)))
        (br_if $done (i32.lt_s (i32.sub (local.get $n) (local.get $below)) (local.get $minLeaf)))
        (local.set $gain
          (f64.sub
            (f64.sub
              (f64.sub
                (local.get $sum)
                (f64.load (i32.add (local.get $table) (i32.shl (local.get $below) (i32.const 3)))))
              (f64.load
                (i32.add
                  (local.get $table)
                  (i32.shl (i32.sub (local.get $n) (local.get $below)) (i32.const 3)))))
            (local.get $node)))
        (if (f64.gt (local.get $gain) (f64.load (local.get $best)))
          (then
            (f64.store (local.get $best) (local.get $gain))
            (i32.store offset=8 (local.get $best) (i32.sub (local.get $bin) (i32.const 1)))
            (local.set $better (i32.const 1))))
        (br $cut)))
    (local.get $better))

  ;; Turns the places of a pool at $codes, one per row, into numbers at $values and their codes. The pool's codes lie at $pool, the numbers of codes from 1 on at
  ;; $real, $distinct of them; 0 is missing. $down and $up say how many codes each place may move, -1 that it stands still. One that moves goes evenly
  ;; as far down or up as a draw of $bits says, between two real numbers, to the nearest of (origin + whole * $step) / $scale, and once more, by
  ;; the next $n draws, where it meets one of the two. With $scale 0 it is not rounded, and its code comes out negative. $n is at least 1.
  (func (export "moveNumbers")
    (param $codes i32) (param $n i32) (param $pool i32) (param $down i32) (param $up i32) (param $real i32)
    (param $distinct i32) (param $bits i32) (param $values i32) (param $scale f64) (param $step f64) (param $origin f64)
    (local $end i32) (local $at i32) (local $code i32) (local $gap i32) (local $more i32) (local $address i32)
    (local $span f64) (local $share f64) (local $place f64) (local $part f64)
    (local $below f64) (local $above f64) (local $value f64) (local $whole f64)
    (local.set $end (i32.add (local.get $codes) (i32.shl (local.get $n) (i32.const 2))))
    (local.set $n (i32.shl (local.get $n) (i32.const 2)))
    (loop $rows
      (local.set $at (i32.load (local.get $codes)))
      (local.set $code (i32.load (i32.add (local.get $pool) (i32.shl (local.get $at) (i32.const 2)))))
      (local.set $span (f64.load (i32.add (local.get $down) (i32.shl (local.get $at) (i32.const 3)))))
      (if (f64.lt (local.get $span) (f64.const 0))
        (then
          (i32.store (local.get $codes) (local.get $code))
          (f64.store
            (local.get $values)
            (if (result f64) (local.get $code)
              (then
                (f64.load
                  (i32.add (local.get $real) (i32.shl (i32.sub (local.get $code) (i32.const 1)) (i32.const 3)))))
              (else (f64.const nan)))))
        (else
          (local.set $more (i32.const 0))
          (block $drawn
            (loop $draw
              (local.set $share
                (f64.sub
                  (f64.mul
                    (f64.convert_i32_u (i32.load (i32.add (local.get $bits) (local.get $more))))
                    (f64.const 0x1p-31))
                  (f64.const 1)))
              (local.set $place
                (f64.add
                  (f64.convert_i32_s (local.get $code))
                  (f64.mul
                    (local.get $share)
                    (select
                      (local.get $span)
                      (f64.load (i32.add (local.get $up) (i32.shl (local.get $at) (i32.const 3))))
                      (f64.lt (local.get $share) (f64.const 0))))))
              (local.set $gap (i32.trunc_f64_s (local.get $place)))
              (local.set $gap
                (select
                  (local.get $gap)
                  (i32.sub (local.get $distinct) (i32.const 1))
                  (i32.lt_s (local.get $gap) (local.get $distinct))))
              (local.set $part (f64.sub (local.get $place) (f64.convert_i32_s (local.get $gap))))
              (local.set $address (i32.add (local.get $real) (i32.shl (local.get $gap) (i32.const 3))))
              (local.set $below (f64.load (i32.sub (local.get $address) (i32.const 8))))
              (local.set $above (f64.load (local.get $address)))
              (local.set $value
                (f64.add
                  (f64.mul (local.get $below) (f64.sub (f64.const 1) (local.get $part)))
                  (f64.mul (local.get $above) (local.get $part))))
              (local.set $code
                (i32.add (local.get $gap) (f64.ge (local.get $part) (f64.const 0.5))))
              (if (f64.eq (local.get $scale) (f64.const 0))
                (then
                  (local.set $code (i32.sub (i32.const 0) (local.get $code)))
                  (br $drawn)))
              ;; Math.round: halves upwards
              (local.set $value
                (f64.div
                  (f64.sub (f64.mul (local.get $value) (local.get $scale)) (local.get $origin))
                  (local.get $step)))
              (local.set $whole (f64.ceil (local.get $value)))
              (if (f64.gt (f64.sub (local.get $whole) (f64.const 0.5)) (local.get $value))
                (then (local.set $whole (f64.sub (local.get $whole) (f64.const 1)))))
              (local.set $value
                (f64.add
                  (f64.div
                    (f64.add (f64.mul (local.get $whole) (local.get $step)) (local.get $origin))
                    (local.get $scale))
                  (f64.const 0)))
              (br_if $drawn (local.get $more))
              (br_if $drawn
                (i32.and
                  (f64.ne (local.get $value) (local.get $below))
                  (f64.ne (local.get $value) (local.get $above))))
              (local.set $more (local.get $n))
              (local.set $code (i32.load (i32.add (local.get $pool) (i32.shl (local.get $at) (i32.const 2)))))
              (br $draw)))
          (i32.store (local.get $codes) (local.get $code))
          (f64.store (local.get $values) (local.get $value))))
      (local.set $values (i32.add (local.get $values) (i32.const 8)))
      (local.set $bits (i32.add (local.get $bits) (i32.const 4)))
      (br_if $rows (i32.lt_u (local.tee $codes (i32.add (local.get $codes) (i32.const 4))) (local.get $end))))))

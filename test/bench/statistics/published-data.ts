/**
 * Hamilton depression scale factor IV before and after tranquilizer therapy, 9 patients; the published Hodges-Lehmann
 * estimate of the change is -0.46. Source: Hollander & Wolfe, Nonparametric Statistical Methods, table 3.1.
 */
export const depressionBefore = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
export const depressionAfter = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

/**
 * 90 ordered values of which only the last is outside the inner fences.
 * Source: NIST/SEMATECH e-Handbook of Statistical Methods, 7.1.6.
 */
export const outlierHandbookData = [
  30, 171, 184, 201, 212, 250, 265, 270, 272, 289, 305, 306, 322, 322, 336, 346, 351, 370, 390, 404, 409, 411, 436, 437,
  439, 441, 444, 448, 451, 453, 470, 480, 482, 487, 494, 495, 499, 503, 514, 521, 522, 527, 548, 550, 559, 560, 570,
  572, 574, 578, 585, 592, 592, 607, 616, 618, 621, 629, 637, 638, 640, 656, 668, 707, 709, 719, 737, 739, 752, 758,
  766, 792, 792, 794, 802, 818, 830, 832, 843, 858, 860, 869, 918, 925, 953, 991, 1000, 1005, 1068, 1441,
]

/** So many characters of a business key must be typed before the server looks for how one begins. */
export const FEWEST_TYPED = 3;

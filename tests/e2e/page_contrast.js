/* Contrast of every visible word against the nearest opaque background, as WCAG 2 reckons it. */
(least) => {
  const numbers = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((c, at) => (c * a + under[at] * (255 - a)) / 255);
  const ground = (node) => {
    if (!node) return [255, 255, 255];
    const colour = numbers(getComputedStyle(node).backgroundColor);
    return colour[3] === 255 ? colour.slice(0, 3) : over(colour, ground(node.parentElement));
  };
  const contrast = (node) => {
    const back = ground(node);
    const [dark, bright] = [light(over(numbers(getComputedStyle(node).color), back)), light(back)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const speaks = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const shown = [...document.body.querySelectorAll("*")].filter((node) => node.checkVisibility() && speaks(node));
  return shown.map((node) => [node.textContent.trim(), contrast(node)]).filter(([, ratio]) => ratio < least);
}

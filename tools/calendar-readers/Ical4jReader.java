import java.io.FileInputStream;
import java.util.StringJoiner;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.CalendarComponent;
import net.fortuna.ical4j.model.component.VEvent;

/** What ical4j makes of a calendar, as JSON: java -cp … Ical4jReader FILE. Validates it on the way. */
public final class Ical4jReader {
  public static void main(String[] arguments) throws Exception {
    // The zone of the file counts, not one from the network.
    System.setProperty("net.fortuna.ical4j.timezone.update.enabled", "false");
    System.setProperty("net.fortuna.ical4j.timezone.cache.impl", "net.fortuna.ical4j.util.MapTimeZoneCache");
    Calendar calendar;
    try (FileInputStream file = new FileInputStream(arguments[0])) {
      calendar = new CalendarBuilder().build(file);
    }
    if (calendar.validate(true).hasErrors()) throw new IllegalStateException(calendar.validate(true).toString());
    StringJoiner events = new StringJoiner(",", "[", "]");
    for (CalendarComponent component : calendar.getComponents("VEVENT")) {
      VEvent event = (VEvent) component;
      events.add("{\"uid\":" + text(event.getUid().getValue())
          + ",\"start\":" + event.getStartDate().getDate().getTime() / 1000
          + ",\"end\":" + event.getEndDate().getDate().getTime() / 1000
          + ",\"summary\":" + text(event.getSummary().getValue())
          + ",\"description\":" + text(event.getDescription() == null ? "" : event.getDescription().getValue())
          + ",\"status\":" + text(event.getStatus().getValue())
          + ",\"sequence\":" + event.getSequence().getSequenceNo() + "}");
    }
    System.out.println(events);
  }

  private static String text(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char sign : value.toCharArray()) {
      if (sign < 128 && sign >= 32 && sign != '"' && sign != '\\') quoted.append(sign);
      else quoted.append(String.format("\\u%04x", (int) sign));
    }
    return quoted.append('"').toString();
  }
}

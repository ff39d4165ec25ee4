# The measurement point of oml2-server(1), for oml2-scaffold and OMF scripts.
# Its table is server_clients.

defApplication('oml:server', 'oml2-server') do |app|

  app.version(2, 11, 0)
  app.shortDescription = 'OML measurement server'
  app.description = %{Stores the measurements of instrumented programs in a
database per experiment. With --oml-collect it reports on its own clients.
}
  app.path = '/usr/bin/oml2-server'

  # Events of clients: event is Connect, Ready (the headers have been read) or
  # Disconnect (message is the reason).
  app.defMeasurement('clients') do |mp|
    mp.defMetric('address', :string)
    mp.defMetric('port', :int32)
    mp.defMetric('node_id', :string)
    mp.defMetric('domain', :string)
    mp.defMetric('appname', :string)
    mp.defMetric('event', :string)
    mp.defMetric('message', :string)
  end

end
